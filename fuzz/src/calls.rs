//! Sequences of C calls with odd arguments: numbers and texts from the input, handles alive, NULL, or (connections, which
//! admit it) destroyed. Values and lists are used by the C contract: who owns them frees them once.
//! Connections may be connected to a server of this process, see `own`; besides crashes it is looked for wrong values, calls that
//! take long, handlers that are called twice or never, and files outside of the server's folder.

use std::ffi::{CString, c_char, c_int};
use std::ptr::{null, null_mut};

use std::time::{Duration, Instant};

use crate::c::{self, Handle};
use crate::own;
use crate::promises::{self, Promises};

/// Objects of a kind that are kept at most.
const KEPT: usize = 16;
/// Calls of a sequence that may go to the server, and connections that are opened.
const REMOTE: usize = 60;
const CONNECTS: usize = 4;
/// No call takes longer.
const LONGEST: Duration = Duration::from_secs(3);

struct Input<'i>(&'i [u8]);

impl Input<'_> {
    fn octet(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.octet().unwrap_or(0)) % limit.max(1)
    }

    /// Small, large and extreme numbers.
    fn number(&mut self) -> i64 {
        match self.octet().unwrap_or(0) {
            kind @ 0..=31 => i64::from(kind),
            kind @ 32..=39 => -i64::from(kind - 31),
            40 => i64::MIN,
            41 => i64::MAX,
            42 => i64::from(i32::MIN),
            43 => i64::from(i32::MAX),
            44 => i64::from(u32::MAX),
            45 => 65_536,
            _ => (0..8).fold(0, |number, _| number << 8 | i64::from(self.octet().unwrap_or(0))),
        }
    }

    fn int(&mut self) -> c_int {
        self.number() as c_int
    }

    /// A size that is allowed to be allocated.
    fn size(&mut self) -> c_int {
        let size = self.int();
        if size.unsigned_abs() > 1 << 16 { size % 1000 } else { size }
    }

    fn text(&mut self) -> Option<CString> {
        const KNOWN: [&str; 30] = [
            "",
            "LD/LN.DO.da",
            "LD/LN.RP.rcb01",
            "LD/LN",
            "@set",
            "/",
            "LD/LN.ds",
            "LD/LN.DO(3).x",
            "a/b.c.d.e.f[ST]",
            "LD/LN$MX$A",
            "SrvA/GGIO1.Cnt.frVal",
            "SrvA/LLN0.ds",
            "SrvA/LLN0.RP.u01",
            "SrvA/LLN0.BR.b01",
            "SrvA/GGIO1.Ctl",
            "SrvA/GGIO1.Sbo",
            "SrvA/GGIO1.Enh",
            "SrvA/LLN0",
            "SrvA",
            "file",
            "down",
            "../up",
            "SrvA/LLN0.dyn",
            "@dyn",
            "SrvA/LLN0$log",
            "SrvA/LLN0.g01",
            "SrvA/GGIO1.Har.num(1)",
            "SrvA/PTOC1.Str.setMag.f",
            "SrvA/LLN0.Set.setVal",
            "SrvA/GGIO1.Dir",
        ];
        let kind = self.octet().unwrap_or(0);
        match kind {
            0 => None,
            1..=30 => CString::new(KNOWN[usize::from(kind) - 1]).ok(),
            31 => CString::new("x".repeat(300)).ok(),
            32 => CString::new(format!("{}/{}", "L".repeat(65), "n".repeat(130))).ok(),
            _ => {
                let size = self.below(140);
                let octets: Vec<u8> =
                    (0..size).filter_map(|_| self.octet()).filter(|octet| *octet != 0).collect();
                CString::new(octets).ok()
            }
        }
    }
}

fn pointer(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(null(), |text| text.as_ptr())
}

#[derive(Default)]
struct World {
    values: Vec<Handle>,
    lists: Vec<Handle>,
    blocks: Vec<Handle>,
    connections: Vec<Handle>,
    controls: Vec<Handle>,
    destroyed: Vec<Handle>,
    promises: Promises,
    remote: usize,
    connects: usize,
    /// Whether connections end before what was made with them.
    connections_first: bool,
}

extern "C" fn on_report(_: Handle, report: Handle) {
    // SAFETY: the library's own report, alive during the callback.
    unsafe {
        let values = c::ClientReport_getDataSetValues(report);
        for index in 0..c::MmsValue_getArraySize(values) as c_int {
            c::ClientReport_getReasonForInclusion(report, index);
            c::MmsValue_getType(c::MmsValue_getElement(values, index));
        }
        c::ClientReport_getRptId(report);
    }
}

extern "C" fn on_report_read(con: Handle, report: Handle) {
    on_report(con, report);
    let mut error = -1;
    // SAFETY: a handle, alive or not.
    unsafe { c::IedConnection_readInt32Value(con, &raw mut error, own::STEADY.as_ptr(), 0) };
}

extern "C" fn on_report_uninstall(con: Handle, report: Handle) {
    on_report(con, report);
    // SAFETY: a handle, alive or not.
    unsafe { c::IedConnection_uninstallReportHandler(con, c"SrvA/LLN0.RP.u01".as_ptr()) };
}

extern "C" fn on_report_destroy(con: Handle, report: Handle) {
    on_report(con, report);
    // SAFETY: a handle, alive or not.
    unsafe { c::IedConnection_destroy(con) };
}

extern "C" fn octets(_: Handle, octets: *mut u8, count: u32) -> bool {
    // SAFETY: as many octets as the library says.
    let octets = unsafe { std::slice::from_raw_parts(octets, count as usize) };
    octets.iter().all(|octet| matches!(octet, 0x55 | 0xaa))
}

/// A list that C frees with `LinkedList_destroyStatic`: of the texts, or of other things that live as long.
unsafe fn list(of: &[Handle]) -> Handle {
    // SAFETY: by the C contract of each function.
    unsafe {
        let list = c::LinkedList_create();
        of.iter().for_each(|&element| c::LinkedList_add(list, element));
        list
    }
}

fn pick(input: &mut Input<'_>, from: &[Handle]) -> Handle {
    let at = input.below(from.len() + 1);
    from.get(at).copied().unwrap_or(null_mut())
}

fn keep(into: &mut Vec<Handle>, handle: Handle, free: unsafe extern "C" fn(Handle)) {
    if handle.is_null() {
        return;
    }
    if into.len() == KEPT {
        // SAFETY: owned by `into`, freed once.
        unsafe { free(into.remove(0)) };
    }
    into.push(handle);
}

impl World {
    /// One call. None at the end of the input.
    fn step(&mut self, input: &mut Input<'_>) -> Option<()> {
        let which = input.octet()?;
        let mut error = -1;
        let error = &raw mut error;
        let value = pick(input, &self.values);
        if matches!(which % 96, 39..=50 | 53 | 54 | 56..) {
            self.remote += 1;
            if self.remote > REMOTE {
                return Some(());
            }
        }
        // SAFETY: by the C contract of each function.
        unsafe {
            match which % 96 {
                0 => keep(&mut self.values, c::MmsValue_newBoolean(input.below(2) == 1), c::MmsValue_delete),
                1 => keep(
                    &mut self.values,
                    c::MmsValue_newIntegerFromInt64(input.number()),
                    c::MmsValue_delete,
                ),
                2 => keep(
                    &mut self.values,
                    c::MmsValue_newUnsignedFromUint32(input.number() as u32),
                    c::MmsValue_delete,
                ),
                3 => keep(
                    &mut self.values,
                    c::MmsValue_newFloat(f32::from_bits(input.number() as u32)),
                    c::MmsValue_delete,
                ),
                4 => keep(&mut self.values, c::MmsValue_newBitString(input.size()), c::MmsValue_delete),
                5 => {
                    let (size, max) = (input.size(), input.size());
                    keep(&mut self.values, c::MmsValue_newOctetString(size, max), c::MmsValue_delete);
                }
                6 => {
                    let text = input.text();
                    keep(&mut self.values, c::MmsValue_newVisibleString(pointer(&text)), c::MmsValue_delete);
                }
                7 => keep(
                    &mut self.values,
                    c::MmsValue_newUtcTimeByMsTime(input.number() as u64),
                    c::MmsValue_delete,
                ),
                8 => {
                    keep(&mut self.values, c::MmsValue_newBinaryTime(input.below(2) == 1), c::MmsValue_delete)
                }
                9 => {
                    keep(&mut self.values, c::MmsValue_createEmptyStructure(input.size()), c::MmsValue_delete)
                }
                10 => keep(&mut self.values, c::MmsValue_createEmptyArray(input.size()), c::MmsValue_delete),
                11 => {
                    let clone = c::MmsValue_clone(value);
                    // what is not equal to itself holds no number
                    assert!(
                        !c::MmsValue_equals(value, value)
                            || c::MmsValue_equals(value, clone) && c::MmsValue_equals(clone, value)
                    );
                    assert_eq!(c::MmsValue_getMaxEncodedSize(value), c::MmsValue_getMaxEncodedSize(clone));
                    keep(&mut self.values, clone, c::MmsValue_delete);
                }
                // the element goes over to the container
                12 => {
                    let at = input.int();
                    let element = c::MmsValue_clone(pick(input, &self.values));
                    if (0..c::MmsValue_getArraySize(value) as c_int).contains(&at)
                        && matches!(c::MmsValue_getType(value), 0 | 1)
                    {
                        c::MmsValue_setElement(value, at, element);
                    } else {
                        c::MmsValue_delete(element);
                    }
                }
                13 => drop(c::MmsValue_getElement(value, input.int())),
                14 => drop(c::MmsValue_equals(value, pick(input, &self.values))),
                15 => drop(c::MmsValue_update(value, pick(input, &self.values))),
                16 => c::MmsValue_setInt64(value, input.number()),
                17 => c::MmsValue_setFloat(value, input.number() as f32),
                18 => {
                    let text = input.text();
                    c::MmsValue_setVisibleString(value, pointer(&text));
                }
                19 => {
                    let octets = [0x55; 64];
                    c::MmsValue_setOctetString(value, octets.as_ptr(), input.int().clamp(-5, 64));
                }
                20 => c::MmsValue_setBitStringBit(value, input.int(), input.below(2) == 1),
                21 => drop(c::MmsValue_getBitStringBit(value, input.int())),
                22 => c::MmsValue_setBitStringFromInteger(value, input.number() as u32),
                23 => c::MmsValue_setUtcTimeMs(value, input.number() as u64),
                24 => {
                    let mut text = [0; 100];
                    c::MmsValue_printToBuffer(value, text.as_mut_ptr(), input.int().clamp(-3, 100));
                }
                25 => {
                    let size = c::MmsValue_encodeMmsData(value, null_mut(), 0, false);
                    assert!(size >= 0 && size <= c::MmsValue_getMaxEncodedSize(value));
                    let mut octets = vec![0u8; size as usize];
                    assert_eq!(c::MmsValue_encodeMmsData(value, octets.as_mut_ptr(), 0, true), size);
                    let mut end = 0;
                    let again = c::MmsValue_decodeMmsData(octets.as_ptr(), 0, size, &raw mut end);
                    if !again.is_null() {
                        assert_eq!(
                            (end, c::MmsValue_encodeMmsData(again, null_mut(), 0, false)),
                            (size, size)
                        );
                        let mut octets_again = vec![0u8; size as usize];
                        c::MmsValue_encodeMmsData(again, octets_again.as_mut_ptr(), 0, true);
                        assert_eq!(octets_again, octets);
                    }
                    keep(&mut self.values, again, c::MmsValue_delete);
                }
                26 => {
                    let octets: Vec<u8> = (0..input.below(40)).filter_map(|_| input.octet()).collect();
                    let mut end = 0;
                    let (at, size) = (input.int().clamp(-2, 41), octets.len() as c_int);
                    keep(
                        &mut self.values,
                        c::MmsValue_decodeMmsData(octets.as_ptr(), at, size, &raw mut end),
                        c::MmsValue_delete,
                    );
                }
                27 => drop((
                    c::MmsValue_toInt32(value),
                    c::MmsValue_toInt64(value),
                    c::MmsValue_toFloat(value),
                    c::MmsValue_toString(value),
                )),
                28 => drop((c::MmsValue_getBitStringAsInteger(value), c::MmsValue_getUtcTimeInMs(value))),
                29 if !value.is_null() => {
                    self.values.retain(|&kept| kept != value);
                    c::MmsValue_delete(value);
                }
                30 => keep(&mut self.lists, c::LinkedList_create(), c::LinkedList_destroyStatic),
                31 => {
                    let list = pick(input, &self.lists);
                    if c::LinkedList_size(list) < 100 {
                        c::LinkedList_add(list, error.cast());
                    }
                }
                32 => drop(c::LinkedList_get(pick(input, &self.lists), input.int())),
                33 => drop(c::LinkedList_remove(pick(input, &self.lists), error.cast())),
                34 => {
                    let text = input.text();
                    keep(
                        &mut self.blocks,
                        c::ClientReportControlBlock_create(pointer(&text)),
                        c::ClientReportControlBlock_destroy,
                    );
                }
                35 => {
                    let text = input.text();
                    let block = pick(input, &self.blocks);
                    c::ClientReportControlBlock_setRptId(block, pointer(&text));
                    c::ClientReportControlBlock_setDataSetReference(block, pointer(&text));
                    c::ClientReportControlBlock_getRptId(block);
                }
                36 => c::ClientReportControlBlock_setEntryId(pick(input, &self.blocks), value),
                37 => {
                    let block = pick(input, &self.blocks);
                    c::ClientReportControlBlock_setTrgOps(block, input.int());
                    c::ClientReportControlBlock_setOptFlds(block, input.int());
                }
                38 if self.connections.len() < 4 => self.connections.push(c::IedConnection_create()),
                // all services of a connection, connected or not, with any text
                39..=50 => {
                    let all: Vec<Handle> = self.connections.iter().chain(&self.destroyed).copied().collect();
                    let con = pick(input, &all);
                    let (text, other) = (input.text(), input.text());
                    let (text, other) = (pointer(&text), pointer(&other));
                    match which % 96 {
                        39 => c::LinkedList_destroy(c::IedConnection_getLogicalNodeDirectory(
                            con,
                            error,
                            text,
                            input.int(),
                        )),
                        40 => c::MmsValue_delete(c::IedConnection_readObject(con, error, text, input.int())),
                        41 => c::IedConnection_writeObject(con, error, text, input.int(), value),
                        42 => c::ClientDataSet_destroy(c::IedConnection_readDataSetValues(
                            con,
                            error,
                            text,
                            null_mut(),
                        )),
                        43 => c::ClientReportControlBlock_destroy(c::IedConnection_getRCBValues(
                            con,
                            error,
                            text,
                            null_mut(),
                        )),
                        44 => c::IedConnection_setRCBValues(
                            con,
                            error,
                            pick(input, &self.blocks),
                            input.number() as u32,
                            input.below(2) == 1,
                        ),
                        45 => c::IedConnection_installReportHandler(con, text, other, None, null_mut()),
                        46 => c::IedConnection_uninstallReportHandler(con, text),
                        47 => drop(c::IedConnection_getFile(con, error, text, None, null_mut())),
                        48 => c::IedConnection_deleteFile(con, error, text),
                        49 => {
                            c::IedConnection_setRequestTimeout(con, input.number() as u32);
                            c::IedConnection_abort(con, error);
                            c::IedConnection_release(con, error);
                            c::IedConnection_close(con);
                        }
                        // port 0 and ports outside the range are refused at once
                        _ => c::IedConnection_connect(
                            con,
                            error,
                            if text.is_null() { text } else { c"127.0.0.1".as_ptr() },
                            -input.int().saturating_abs().max(2),
                        ),
                    }
                    let _ = other;
                    assert!((0..=3).contains(&c::IedConnection_getState(con)));
                }
                51 if !self.connections.is_empty() => {
                    let con = self.connections.remove(input.below(self.connections.len()));
                    c::IedConnection_destroy(con);
                    // those of its controls are told
                    self.destroyed.push(con);
                    self.destroyed.truncate(8);
                }
                52 => c::IedConnection_destroy(pick(input, &self.destroyed)),
                53 => {
                    let text = input.text();
                    let con = pick(input, &self.connections);
                    keep(
                        &mut self.controls,
                        c::ControlObjectClient_create(pointer(&text), con),
                        c::ControlObjectClient_destroy,
                    );
                }
                54 => {
                    let control = pick(input, &self.controls);
                    let text = input.text();
                    c::ControlObjectClient_setOrigin(control, pointer(&text), input.int());
                    c::ControlObjectClient_setCtlNum(control, input.int() as u8);
                    c::ControlObjectClient_operate(control, value, input.number() as u64);
                    c::ControlObjectClient_selectWithValue(control, value);
                    c::ControlObjectClient_cancel(control);
                }
                55 => {}
                56.. => self.connected(which % 96, value, input, error),
                _ => {}
            }
        }
        Some(())
    }

    /// Calls for a connected connection; it may as well be none.
    ///
    /// # Safety
    /// `value` is a value or NULL.
    unsafe fn connected(&mut self, which: u8, value: Handle, input: &mut Input<'_>, error: c::Out) {
        let all: Vec<Handle> = self.connections.iter().chain(&self.destroyed).copied().collect();
        let con = pick(input, &all);
        let text = input.text();
        let text = pointer(&text);
        let mut flag = false;
        let server = own::server();
        let inside = if input.below(8) == 7 { con } else { null_mut() };
        let members = [c"SrvA/GGIO1.Ind1.stVal[ST]", c"SrvA/GGIO1.Cnt[ST]", c"SrvA/LLN0.Set.setVal[SP]"]
            .map(|text| text.as_ptr().cast_mut().cast());
        const BLOCKS: [&std::ffi::CStr; 4] =
            [c"SrvA/LLN0.RP.u01", c"SrvA/LLN0.BR.b01", c"SrvA/LLN0.RP.uctl", c"SrvA/LLN0.RP.none"];
        const CONTROLS: [&std::ffi::CStr; 4] =
            [c"SrvA/GGIO1.Dir", c"SrvA/GGIO1.Sbo", c"SrvA/GGIO1.Enh", c"SrvA/GGIO1.Ctl"];
        // SAFETY: by the C contract of each function.
        unsafe {
            match which {
                56..=59 | 90 if self.connects < CONNECTS => {
                    self.connects += 1;
                    c::IedConnection_setConnectTimeout(con, 1000);
                    c::IedConnection_setRequestTimeout(con, 1000);
                    c::IedConnection_setFilestoreBasepath(
                        con,
                        own::text(&own::folder().join("client")).as_ptr(),
                    );
                    if which == 90 {
                        c::IedConnection_connectAsync(con, error, c"127.0.0.1".as_ptr(), server.port);
                    } else {
                        c::IedConnection_connect(con, error, c"127.0.0.1".as_ptr(), server.port);
                    }
                }
                60 => {
                    let value = c::IedConnection_readInt32Value(con, error, own::STEADY.as_ptr(), 0);
                    assert!(*error != 0 || value == own::STEADY_VALUE);
                }
                // what was written is read; unless others may write too
                61 => {
                    let (number, name) = (input.int(), c"SrvA/LLN0.Set.setVal".as_ptr());
                    c::IedConnection_writeInt32Value(con, error, name, 2, number);
                    if *error == 0 && self.promises.is_empty() {
                        let read = c::IedConnection_readInt32Value(con, error, name, 2);
                        assert!(*error != 0 || read == number, "{read} after {number} was written");
                    }
                }
                62 => {
                    let members = list(&members[..input.below(4)]);
                    c::IedConnection_createDataSet(con, error, text, members);
                    c::LinkedList_destroyStatic(members);
                }
                63 => drop(c::IedConnection_deleteDataSet(con, error, text)),
                64 => c::LinkedList_destroy(c::IedConnection_getDataSetDirectory(
                    con,
                    error,
                    text,
                    &raw mut flag,
                )),
                65 => {
                    let set = c::IedConnection_readDataSetValues(con, error, text, null_mut());
                    if !set.is_null() {
                        c::IedConnection_readDataSetValues(con, error, text, set);
                        c::MmsValue_getArraySize(c::ClientDataSet_getValues(set));
                    }
                    c::ClientDataSet_destroy(set);
                }
                66 => {
                    let values = list(&self.values[..self.values.len().min(input.below(8))]);
                    let mut results = null_mut();
                    c::IedConnection_writeDataSetValues(con, error, text, values, &raw mut results);
                    c::LinkedList_destroyDeep(results, Some(c::MmsValue_delete));
                    c::LinkedList_destroyStatic(values);
                }
                67 => {
                    let block = c::IedConnection_getRCBValues(
                        con,
                        error,
                        BLOCKS[input.below(4)].as_ptr(),
                        null_mut(),
                    );
                    c::ClientReportControlBlock_setRptEna(block, input.below(4) != 0);
                    c::IedConnection_setRCBValues(
                        con,
                        error,
                        block,
                        if input.below(2) == 0 { 2 } else { input.number() as u32 },
                        input.below(2) == 1,
                    );
                    keep(&mut self.blocks, block, c::ClientReportControlBlock_destroy);
                }
                68 => {
                    let handlers: [extern "C" fn(Handle, Handle); 5] =
                        [on_report, on_report_read, on_report_uninstall, on_report_destroy, on_report];
                    let (block, handler) = (BLOCKS[input.below(4)].as_ptr(), handlers[input.below(5)]);
                    c::IedConnection_installReportHandler(con, block, null(), Some(handler), con);
                }
                69 => c::IedConnection_triggerGIReport(con, error, BLOCKS[input.below(4)].as_ptr()),
                70 => {
                    c::IedServer_updateBooleanAttributeValue(server.server, server.flag, input.below(2) == 1);
                    c::IedServer_updateInt32AttributeValue(server.server, server.count, input.int());
                }
                71 => drop(c::IedConnection_getFile(
                    con,
                    error,
                    if input.below(2) == 0 { c"file".as_ptr() } else { text },
                    Some(octets),
                    null_mut(),
                )),
                // what was uploaded is what is there; unless others may write too
                72 => {
                    c::IedConnection_setFile(
                        con,
                        error,
                        if input.below(4) == 0 { text } else { c"up".as_ptr() },
                        text,
                    );
                    if *error == 0 && self.promises.is_empty() {
                        let count = c::IedConnection_getFile(con, error, text, Some(octets), null_mut());
                        assert!(*error != 0 || count as usize == own::UPLOAD, "{count} octets of the file");
                    }
                }
                73 => c::IedConnection_deleteFile(con, error, text),
                74 => c::LinkedList_destroyDeep(
                    c::IedConnection_getFileDirectory(con, error, text),
                    Some(c::FileDirectoryEntry_destroy),
                ),
                75 => {
                    let entries = if input.below(2) == 0 {
                        c::IedConnection_queryLogByTime(
                            con,
                            error,
                            text,
                            input.number() as u64,
                            input.number() as u64,
                            &raw mut flag,
                        )
                    } else {
                        c::IedConnection_queryLogAfter(
                            con,
                            error,
                            text,
                            value,
                            input.number() as u64,
                            &raw mut flag,
                        )
                    };
                    c::LinkedList_destroyDeep(entries, Some(c::MmsJournalEntry_destroy));
                }
                76 => {
                    c::LinkedList_destroy(c::IedConnection_getServerDirectory(
                        con,
                        error,
                        input.below(2) == 1,
                    ));
                    c::LinkedList_destroy(c::IedConnection_getLogicalDeviceDirectory(con, error, text));
                }
                77 => {
                    self.remote += 20;
                    c::IedConnection_getDeviceModelFromServer(con, error);
                }
                78 => {
                    let control = c::ControlObjectClient_create(CONTROLS[input.below(4)].as_ptr(), con);
                    keep(&mut self.controls, control, c::ControlObjectClient_destroy);
                }
                79 => {
                    let control = pick(input, &self.controls);
                    let (kind, time) = (input.below(3), input.number() as u64);
                    self.promises.start(inside, |parameter, error| match kind {
                        0 => c::ControlObjectClient_operateAsync(
                            control,
                            error,
                            value,
                            time,
                            Some(promises::action),
                            parameter,
                        ),
                        1 => c::ControlObjectClient_selectAsync(
                            control,
                            error,
                            Some(promises::action),
                            parameter,
                        ),
                        _ => c::ControlObjectClient_cancelAsync(
                            control,
                            error,
                            Some(promises::action),
                            parameter,
                        ),
                    });
                }
                80..=88 => {
                    let (fc, kind, mask, block) =
                        (input.int(), input.below(2), input.number() as u32, pick(input, &self.blocks));
                    self.promises.start(inside, |parameter, error| match (which, kind) {
                        (80, _) => c::IedConnection_readObjectAsync(
                            con,
                            error,
                            text,
                            fc,
                            Some(promises::value),
                            parameter,
                        ),
                        (81, _) => c::IedConnection_writeObjectAsync(
                            con,
                            error,
                            text,
                            fc,
                            value,
                            Some(promises::ended),
                            parameter,
                        ),
                        (82, _) => c::IedConnection_getVariableSpecificationAsync(
                            con,
                            error,
                            text,
                            fc,
                            Some(promises::specification),
                            parameter,
                        ),
                        (83, 0) => c::IedConnection_readDataSetValuesAsync(
                            con,
                            error,
                            text,
                            null_mut(),
                            Some(promises::data_set),
                            parameter,
                        ),
                        (83, _) => c::IedConnection_getDataSetDirectoryAsync(
                            con,
                            error,
                            text,
                            Some(promises::names),
                            parameter,
                        ),
                        (84, 0) => {
                            let members = list(&members);
                            let id = c::IedConnection_createDataSetAsync(
                                con,
                                error,
                                text,
                                members,
                                Some(promises::ended),
                                parameter,
                            );
                            c::LinkedList_destroyStatic(members);
                            id
                        }
                        (84, _) => c::IedConnection_deleteDataSetAsync(
                            con,
                            error,
                            text,
                            Some(promises::ended),
                            parameter,
                        ),
                        (85, 0) => c::IedConnection_queryLogByTimeAsync(
                            con,
                            error,
                            text,
                            0,
                            u64::MAX,
                            Some(promises::entries),
                            parameter,
                        ),
                        (85, _) => c::IedConnection_getLogicalDeviceVariablesAsync(
                            con,
                            error,
                            text,
                            null(),
                            null_mut(),
                            Some(promises::names),
                            parameter,
                        ),
                        (86, 0) => c::IedConnection_getRCBValuesAsync(
                            con,
                            error,
                            text,
                            null_mut(),
                            Some(promises::report_block),
                            parameter,
                        ),
                        (86, _) => c::IedConnection_setRCBValuesAsync(
                            con,
                            error,
                            block,
                            mask,
                            mask & 1 == 0,
                            Some(promises::ended),
                            parameter,
                        ),
                        (87, 0) => {
                            c::IedConnection_getFileAsync(con, error, text, Some(promises::piece), parameter)
                        }
                        (87, _) => c::IedConnection_deleteFileAsync(
                            con,
                            error,
                            text,
                            Some(promises::ended),
                            parameter,
                        ),
                        _ => c::IedConnection_setFileAsync(
                            con,
                            error,
                            c"up".as_ptr(),
                            text,
                            Some(promises::ended),
                            parameter,
                        ),
                    });
                }
                89 => match input.below(3) {
                    0 => c::IedConnection_abortAsync(con, error),
                    1 => c::IedConnection_releaseAsync(con, error),
                    _ => c::IedConnection_release(con, error),
                },
                91 => c::MmsServerIdentity_destroy(c::MmsConnection_identify(
                    c::IedConnection_getMmsConnection(con),
                    error,
                )),
                92 => c::MmsVariableSpecification_destroy(c::IedConnection_getVariableSpecification(
                    con,
                    error,
                    text,
                    input.int(),
                )),
                93 => c::ClientGooseControlBlock_destroy(c::IedConnection_getGoCBValues(
                    con,
                    error,
                    text,
                    null_mut(),
                )),
                94 if self.connections.len() < 4 => {
                    self.connections.push(c::IedConnection_createEx(null_mut(), false))
                }
                95 => drop(c::IedConnection_tick(con)),
                _ => {}
            }
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // SAFETY: each is owned here and freed once.
        unsafe {
            if self.connections_first {
                self.connections.iter().for_each(|&con| c::IedConnection_destroy(con));
            }
            self.controls.iter().for_each(|&control| c::ControlObjectClient_destroy(control));
            self.connections.iter().for_each(|&con| c::IedConnection_destroy(con));
            self.promises.check();
            self.blocks.iter().for_each(|&block| c::ClientReportControlBlock_destroy(block));
            self.lists.iter().for_each(|&list| c::LinkedList_destroyStatic(list));
            self.values.iter().for_each(|&value| c::MmsValue_delete(value));
        }
    }
}

pub fn sequence(data: &[u8]) {
    own::tidy();
    let (mut world, mut input) = (World::default(), Input(data));
    world.connections_first = data.len() % 2 == 1;
    loop {
        let (start, call) = (Instant::now(), input.0.first().copied());
        let went = world.step(&mut input).is_some();
        assert!(start.elapsed() < LONGEST, "call {call:?} took {:?}", start.elapsed());
        if !went {
            break;
        }
    }
    drop(world);
    own::check_folder();
}
