//! The C interface as C sees it, as far as the sessions and sequences need it.

use std::ffi::{c_char, c_int, c_void};

// the definitions
use iec61850 as _;

pub type Handle = *mut c_void;
pub type Text = *const c_char;
pub type Out = *mut c_int;

pub type OnEnd = Option<extern "C" fn(u32, Handle, c_int)>;
pub type OnHandle = Option<extern "C" fn(u32, Handle, c_int, Handle)>;
pub type OnList = Option<extern "C" fn(u32, Handle, c_int, Handle, bool)>;
pub type OnAction = Option<extern "C" fn(u32, Handle, c_int, c_int, bool)>;
pub type OnPiece = Option<extern "C" fn(u32, Handle, c_int, u32, *mut u8, u32, bool) -> bool>;

unsafe extern "C" {
    pub fn IedConnection_create() -> Handle;
    pub fn IedConnection_destroy(con: Handle);
    pub fn IedConnection_setRequestTimeout(con: Handle, ms: u32);
    pub fn IedConnection_setConnectTimeout(con: Handle, ms: u32);
    pub fn IedConnection_connect(con: Handle, error: Out, host: Text, port: c_int);
    pub fn IedConnection_abort(con: Handle, error: Out);
    pub fn IedConnection_release(con: Handle, error: Out);
    pub fn IedConnection_close(con: Handle);
    pub fn IedConnection_getState(con: Handle) -> c_int;
    pub fn IedConnection_getServerDirectory(con: Handle, error: Out, files: bool) -> Handle;
    pub fn IedConnection_getLogicalNodeVariables(con: Handle, error: Out, name: Text) -> Handle;
    pub fn IedConnection_getLogicalNodeDirectory(con: Handle, error: Out, name: Text, class: c_int)
    -> Handle;
    pub fn IedConnection_getDataDirectoryFC(con: Handle, error: Out, name: Text) -> Handle;
    pub fn IedConnection_getVariableSpecification(con: Handle, error: Out, name: Text, fc: c_int) -> Handle;
    pub fn IedConnection_readObject(con: Handle, error: Out, name: Text, fc: c_int) -> Handle;
    pub fn IedConnection_readInt32Value(con: Handle, error: Out, name: Text, fc: c_int) -> i32;
    pub fn IedConnection_readFloatValue(con: Handle, error: Out, name: Text, fc: c_int) -> f32;
    pub fn IedConnection_readStringValue(con: Handle, error: Out, name: Text, fc: c_int) -> *mut c_char;
    pub fn IedConnection_writeObject(con: Handle, error: Out, name: Text, fc: c_int, value: Handle);
    pub fn IedConnection_readDataSetValues(con: Handle, error: Out, name: Text, set: Handle) -> Handle;
    pub fn IedConnection_getDataSetDirectory(
        con: Handle,
        error: Out,
        name: Text,
        deletable: *mut bool,
    ) -> Handle;
    pub fn IedConnection_getRCBValues(con: Handle, error: Out, name: Text, update: Handle) -> Handle;
    pub fn IedConnection_setRCBValues(con: Handle, error: Out, rcb: Handle, mask: u32, single: bool);
    pub fn IedConnection_installReportHandler(
        con: Handle,
        rcb: Text,
        id: Text,
        handler: Option<extern "C" fn(Handle, Handle)>,
        parameter: Handle,
    );
    pub fn IedConnection_uninstallReportHandler(con: Handle, rcb: Text);
    pub fn IedConnection_getFileDirectory(con: Handle, error: Out, name: Text) -> Handle;
    pub fn IedConnection_getFile(
        con: Handle,
        error: Out,
        name: Text,
        handler: Option<extern "C" fn(Handle, *mut u8, u32) -> bool>,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_deleteFile(con: Handle, error: Out, name: Text);
    pub fn IedConnection_queryLogByTime(
        con: Handle,
        error: Out,
        log: Text,
        start: u64,
        end: u64,
        more: *mut bool,
    ) -> Handle;
    pub fn IedConnection_getDeviceModelFromServer(con: Handle, error: Out);
    pub fn IedConnection_getMmsConnection(con: Handle) -> Handle;
    pub fn MmsConnection_identify(con: Handle, error: Out) -> Handle;
    pub fn MmsServerIdentity_destroy(identity: Handle);
    pub fn FileDirectoryEntry_destroy(entry: Handle);
    pub fn MmsJournalEntry_destroy(entry: Handle);

    pub fn IedConnection_createEx(tls: Handle, threads: bool) -> Handle;
    pub fn IedConnection_tick(con: Handle) -> bool;
    pub fn IedConnection_connectAsync(con: Handle, error: Out, host: Text, port: c_int);
    pub fn IedConnection_abortAsync(con: Handle, error: Out);
    pub fn IedConnection_releaseAsync(con: Handle, error: Out);
    pub fn IedConnection_writeInt32Value(con: Handle, error: Out, name: Text, fc: c_int, value: i32);
    pub fn IedConnection_createDataSet(con: Handle, error: Out, name: Text, members: Handle);
    pub fn IedConnection_deleteDataSet(con: Handle, error: Out, name: Text) -> bool;
    pub fn IedConnection_writeDataSetValues(
        con: Handle,
        error: Out,
        name: Text,
        values: Handle,
        results: *mut Handle,
    );
    pub fn IedConnection_triggerGIReport(con: Handle, error: Out, name: Text);
    pub fn IedConnection_setFilestoreBasepath(con: Handle, path: Text);
    pub fn IedConnection_setFile(con: Handle, error: Out, source: Text, destination: Text);
    pub fn IedConnection_queryLogAfter(
        con: Handle,
        error: Out,
        log: Text,
        entry: Handle,
        time: u64,
        more: *mut bool,
    ) -> Handle;
    pub fn IedConnection_getLogicalDeviceDirectory(con: Handle, error: Out, name: Text) -> Handle;
    pub fn IedConnection_getGoCBValues(con: Handle, error: Out, name: Text, update: Handle) -> Handle;
    pub fn ClientGooseControlBlock_destroy(block: Handle);
    pub fn IedConnection_readObjectAsync(
        con: Handle,
        error: Out,
        name: Text,
        fc: c_int,
        done: OnHandle,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_writeObjectAsync(
        con: Handle,
        error: Out,
        name: Text,
        fc: c_int,
        value: Handle,
        done: OnEnd,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_getVariableSpecificationAsync(
        con: Handle,
        error: Out,
        name: Text,
        fc: c_int,
        done: OnHandle,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_readDataSetValuesAsync(
        con: Handle,
        error: Out,
        name: Text,
        set: Handle,
        done: OnHandle,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_createDataSetAsync(
        con: Handle,
        error: Out,
        name: Text,
        members: Handle,
        done: OnEnd,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_deleteDataSetAsync(
        con: Handle,
        error: Out,
        name: Text,
        done: OnEnd,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_getDataSetDirectoryAsync(
        con: Handle,
        error: Out,
        name: Text,
        done: OnList,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_getLogicalDeviceVariablesAsync(
        con: Handle,
        error: Out,
        name: Text,
        after: Text,
        list: Handle,
        done: OnList,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_getRCBValuesAsync(
        con: Handle,
        error: Out,
        name: Text,
        update: Handle,
        done: OnHandle,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_setRCBValuesAsync(
        con: Handle,
        error: Out,
        rcb: Handle,
        mask: u32,
        single: bool,
        done: OnEnd,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_getFileAsync(
        con: Handle,
        error: Out,
        name: Text,
        done: OnPiece,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_setFileAsync(
        con: Handle,
        error: Out,
        source: Text,
        destination: Text,
        done: OnEnd,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_deleteFileAsync(
        con: Handle,
        error: Out,
        name: Text,
        done: OnEnd,
        parameter: Handle,
    ) -> u32;
    pub fn IedConnection_queryLogByTimeAsync(
        con: Handle,
        error: Out,
        log: Text,
        start: u64,
        end: u64,
        done: OnList,
        parameter: Handle,
    ) -> u32;
    pub fn ControlObjectClient_operateAsync(
        control: Handle,
        error: Out,
        value: Handle,
        time: u64,
        done: OnAction,
        parameter: Handle,
    ) -> u32;
    pub fn ControlObjectClient_selectAsync(
        control: Handle,
        error: Out,
        done: OnAction,
        parameter: Handle,
    ) -> u32;
    pub fn ControlObjectClient_cancelAsync(
        control: Handle,
        error: Out,
        done: OnAction,
        parameter: Handle,
    ) -> u32;

    pub fn ControlObjectClient_create(name: Text, con: Handle) -> Handle;
    pub fn ControlObjectClient_destroy(control: Handle);
    pub fn ControlObjectClient_operate(control: Handle, value: Handle, time: u64) -> bool;
    pub fn ControlObjectClient_select(control: Handle) -> bool;
    pub fn ControlObjectClient_selectWithValue(control: Handle, value: Handle) -> bool;
    pub fn ControlObjectClient_cancel(control: Handle) -> bool;
    pub fn ControlObjectClient_setOrigin(control: Handle, identity: Text, category: c_int);
    pub fn ControlObjectClient_setCtlNum(control: Handle, number: u8);

    pub fn ClientDataSet_destroy(set: Handle);
    pub fn ClientDataSet_getValues(set: Handle) -> Handle;
    pub fn ClientReportControlBlock_create(name: Text) -> Handle;
    pub fn ClientReportControlBlock_destroy(rcb: Handle);
    pub fn ClientReportControlBlock_setRptId(rcb: Handle, text: Text);
    pub fn ClientReportControlBlock_getRptId(rcb: Handle) -> Text;
    pub fn ClientReportControlBlock_setDataSetReference(rcb: Handle, text: Text);
    pub fn ClientReportControlBlock_setEntryId(rcb: Handle, value: Handle);
    pub fn ClientReportControlBlock_setTrgOps(rcb: Handle, options: c_int);
    pub fn ClientReportControlBlock_setOptFlds(rcb: Handle, options: c_int);
    pub fn ClientReportControlBlock_setRptEna(rcb: Handle, on: bool);
    pub fn ClientReport_getDataSetValues(report: Handle) -> Handle;
    pub fn ClientReport_getReasonForInclusion(report: Handle, index: c_int) -> c_int;
    pub fn ClientReport_getDataReference(report: Handle, index: c_int) -> Text;
    pub fn ClientReport_getRptId(report: Handle) -> Text;
    pub fn ClientReport_getEntryId(report: Handle) -> Handle;

    pub fn LinkedList_create() -> Handle;
    pub fn LinkedList_add(list: Handle, data: *mut c_void);
    pub fn LinkedList_size(list: Handle) -> c_int;
    pub fn LinkedList_get(list: Handle, index: c_int) -> Handle;
    pub fn LinkedList_remove(list: Handle, data: *const c_void) -> bool;
    pub fn LinkedList_destroy(list: Handle);
    pub fn LinkedList_destroyDeep(list: Handle, free: Option<unsafe extern "C" fn(Handle)>);
    pub fn LinkedList_destroyStatic(list: Handle);
    pub fn MmsVariableSpecification_destroy(spec: Handle);
    pub fn MmsVariableSpecification_getSize(spec: Handle) -> c_int;

    pub fn MmsValue_newBoolean(value: bool) -> Handle;
    pub fn MmsValue_newIntegerFromInt64(value: i64) -> Handle;
    pub fn MmsValue_newUnsignedFromUint32(value: u32) -> Handle;
    pub fn MmsValue_newFloat(value: f32) -> Handle;
    pub fn MmsValue_newBitString(bits: c_int) -> Handle;
    pub fn MmsValue_newOctetString(size: c_int, max: c_int) -> Handle;
    pub fn MmsValue_newVisibleString(text: Text) -> Handle;
    pub fn MmsValue_newUtcTimeByMsTime(time: u64) -> Handle;
    pub fn MmsValue_newBinaryTime(short: bool) -> Handle;
    pub fn MmsValue_createEmptyStructure(size: c_int) -> Handle;
    pub fn MmsValue_createEmptyArray(size: c_int) -> Handle;
    pub fn MmsValue_setElement(value: Handle, index: c_int, element: Handle);
    pub fn MmsValue_getElement(value: Handle, index: c_int) -> Handle;
    pub fn MmsValue_getArraySize(value: Handle) -> u32;
    pub fn MmsValue_clone(value: Handle) -> Handle;
    pub fn MmsValue_delete(value: Handle);
    pub fn MmsValue_equals(one: Handle, other: Handle) -> bool;
    pub fn MmsValue_update(one: Handle, other: Handle) -> bool;
    pub fn MmsValue_getType(value: Handle) -> c_int;
    pub fn MmsValue_toInt32(value: Handle) -> i32;
    pub fn MmsValue_toInt64(value: Handle) -> i64;
    pub fn MmsValue_toFloat(value: Handle) -> f32;
    pub fn MmsValue_toString(value: Handle) -> Text;
    pub fn MmsValue_setInt64(value: Handle, number: i64);
    pub fn MmsValue_setFloat(value: Handle, number: f32);
    pub fn MmsValue_setVisibleString(value: Handle, text: Text);
    pub fn MmsValue_setOctetString(value: Handle, octets: *const u8, size: c_int);
    pub fn MmsValue_setBitStringBit(value: Handle, at: c_int, bit: bool);
    pub fn MmsValue_getBitStringBit(value: Handle, at: c_int) -> bool;
    pub fn MmsValue_setBitStringFromInteger(value: Handle, number: u32);
    pub fn MmsValue_getBitStringAsInteger(value: Handle) -> u32;
    pub fn MmsValue_setUtcTimeMs(value: Handle, time: u64);
    pub fn MmsValue_getUtcTimeInMs(value: Handle) -> u64;
    pub fn MmsValue_printToBuffer(value: Handle, buffer: *mut c_char, size: c_int) -> Text;
    pub fn MmsValue_encodeMmsData(value: Handle, buffer: *mut u8, at: c_int, encode: bool) -> c_int;
    pub fn MmsValue_getMaxEncodedSize(value: Handle) -> c_int;
    pub fn MmsValue_decodeMmsData(buffer: *const u8, at: c_int, size: c_int, end: *mut c_int) -> Handle;

    pub fn ConfigFileParser_createModelFromConfigFileEx(file: Text) -> Handle;
    pub fn IedServer_create(model: Handle) -> Handle;
    pub fn IedServer_setLocalIpAddress(server: Handle, address: Text);
    pub fn IedServer_setFilestoreBasepath(server: Handle, path: Text);
    pub fn IedServer_updateBooleanAttributeValue(server: Handle, attribute: Handle, value: bool);
    pub fn IedServer_updateInt32AttributeValue(server: Handle, attribute: Handle, value: i32);
    pub fn IedModel_getModelNodeByObjectReference(model: Handle, name: Text) -> Handle;
    pub fn IedServer_start(server: Handle, port: c_int);
    pub fn IedServer_isRunning(server: Handle) -> bool;
}
