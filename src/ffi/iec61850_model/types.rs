//! The structs of the model. Their layout is public: programs compile their models as tables of them, and read their
//! fields.

use std::ffi::{c_char, c_int};

use crate::ffi::iec61850_common::{FunctionalConstraint, PhyComAddress};
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::BoolArg;

/// One of the values of [`crate::ffi::enums::DataAttributeType`].
pub type DataAttributeType = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ModelNodeType`].
pub type ModelNodeType = c_int; // C enum

/// What all nodes of the tree begin with: logical devices, logical nodes, data objects and data attributes.
#[repr(C)]
#[derive(Debug)]
pub struct ModelNode {
    /// what the node is
    pub modelType: ModelNodeType,
    /// its name; NULL for elements of arrays
    pub name: *mut c_char,
    /// the node above; of a logical device, the model
    pub parent: *mut ModelNode,
    /// the next node of the same parent
    pub sibling: *mut ModelNode,
    /// the first node below
    pub firstChild: *mut ModelNode,
}

/// A logical device.
#[repr(C)]
#[derive(Debug)]
pub struct LogicalDevice {
    /// what the node is
    pub modelType: ModelNodeType,
    /// its instance name (ldInst)
    pub name: *mut c_char,
    /// the model
    pub parent: *mut ModelNode,
    /// the next logical device
    pub sibling: *mut ModelNode,
    /// the first logical node
    pub firstChild: *mut ModelNode,
    /// its functional name (ldName), or NULL
    pub ldName: *mut c_char,
}

/// A logical node.
#[repr(C)]
#[derive(Debug)]
pub struct LogicalNode {
    /// what the node is
    pub modelType: ModelNodeType,
    /// its name: prefix, class and instance
    pub name: *mut c_char,
    /// the logical device
    pub parent: *mut ModelNode,
    /// the next logical node
    pub sibling: *mut ModelNode,
    /// the first data object
    pub firstChild: *mut ModelNode,
}

/// A data object.
#[repr(C)]
#[derive(Debug)]
pub struct DataObject {
    /// what the node is
    pub modelType: ModelNodeType,
    /// its name; NULL for an element of an array
    pub name: *mut c_char,
    /// the node above
    pub parent: *mut ModelNode,
    /// the next node of the same parent
    pub sibling: *mut ModelNode,
    /// the first node below
    pub firstChild: *mut ModelNode,
    /// the number of elements of an array, 0 if it is none
    pub elementCount: c_int,
    /// the index of an element of an array, otherwise -1
    pub arrayIndex: c_int,
}

/// A data attribute.
#[repr(C)]
#[derive(Debug)]
pub struct DataAttribute {
    /// what the node is
    pub modelType: ModelNodeType,
    /// its name; NULL for an element of an array
    pub name: *mut c_char,
    /// the node above
    pub parent: *mut ModelNode,
    /// the next node of the same parent
    pub sibling: *mut ModelNode,
    /// the first node below
    pub firstChild: *mut ModelNode,
    /// the number of elements of an array, 0 if it is none
    pub elementCount: c_int,
    /// the index of an element of an array, otherwise -1
    pub arrayIndex: c_int,
    /// its functional constraint
    pub fc: FunctionalConstraint,
    /// its type
    pub r#type: DataAttributeType,
    /// the TRG_OPT_ bits that its changes count as
    pub triggerOptions: u8,
    /// its value, or NULL
    pub mmsValue: *mut MmsValue,
    /// its short address
    pub sAddr: u32,
}

/// A member of a data set.
#[repr(C)]
#[derive(Debug)]
pub struct DataSetEntry {
    /// the instance name of the logical device
    pub logicalDeviceName: *mut c_char,
    /// whether that name belongs to this struct
    pub isLDNameDynamicallyAllocated: BoolArg,
    /// the MMS name of the variable in it
    pub variableName: *mut c_char,
    /// the index of the element of an array, or -1
    pub index: c_int,
    /// the part of that element, or NULL
    pub componentName: *mut c_char,
    /// the value in the running server
    pub value: *mut MmsValue,
    /// the next member
    pub sibling: *mut DataSetEntry,
}

/// A data set.
#[repr(C)]
#[derive(Debug)]
pub struct DataSet {
    /// the instance name of the logical device
    pub logicalDeviceName: *mut c_char,
    /// its MMS name: `LLN0$name`
    pub name: *mut c_char,
    /// the number of members
    pub elementCount: c_int,
    /// the first member
    pub fcdas: *mut DataSetEntry,
    /// the next data set
    pub sibling: *mut DataSet,
}

/// A report control block.
#[repr(C)]
#[derive(Debug)]
pub struct ReportControlBlock {
    /// the logical node that it is in
    pub parent: *mut LogicalNode,
    /// its name
    pub name: *mut c_char,
    /// RptID; NULL for the reference of the control block
    pub rptId: *mut c_char,
    /// whether it is buffered
    pub buffered: BoolArg,
    /// the name of the data set, or NULL
    pub dataSetName: *mut c_char,
    /// ConfRev
    pub confRef: u32,
    /// the TRG_OPT_ bits
    pub trgOps: u8,
    /// the RPT_OPT_ bits
    pub options: u8,
    /// BufTm in milliseconds
    pub bufferTime: u32,
    /// IntgPd in milliseconds
    pub intPeriod: u32,
    /// the client it is reserved for: 0 nobody, 4 or 6 with an IP address behind
    pub clientReservation: [u8; 17],
    /// the next report control block
    pub sibling: *mut ReportControlBlock,
}

/// A setting group control block.
#[repr(C)]
#[derive(Debug)]
pub struct SettingGroupControlBlock {
    /// the logical node that it is in
    pub parent: *mut LogicalNode,
    /// the active setting group
    pub actSG: u8,
    /// the number of setting groups
    pub numOfSGs: u8,
    /// the setting group being edited, or 0
    pub editSG: u8,
    /// whether an edit is being confirmed
    pub cnfEdit: BoolArg,
    /// when the active setting group was changed, in milliseconds since 1970
    pub timestamp: u64,
    /// for how long an edit reserves it, in seconds
    pub resvTms: u16,
    /// the next setting group control block
    pub sibling: *mut SettingGroupControlBlock,
}

/// A GOOSE control block.
#[repr(C)]
#[derive(Debug)]
pub struct GSEControlBlock {
    /// the logical node that it is in
    pub parent: *mut LogicalNode,
    /// its name
    pub name: *mut c_char,
    /// GoID, or NULL
    pub appId: *mut c_char,
    /// the name of the data set, or NULL
    pub dataSetName: *mut c_char,
    /// ConfRev
    pub confRev: u32,
    /// FixedOffs, encoding with fixed offsets
    pub fixedOffs: BoolArg,
    /// DstAddress, or NULL
    pub address: *mut PhyComAddress,
    /// the shortest time between messages in milliseconds, or -1
    pub minTime: c_int,
    /// the longest time between messages in milliseconds, or -1
    pub maxTime: c_int,
    /// the next GOOSE control block
    pub sibling: *mut GSEControlBlock,
}

/// A sampled value control block.
#[repr(C)]
#[derive(Debug)]
pub struct SVControlBlock {
    /// the logical node that it is in
    pub parent: *mut LogicalNode,
    /// its name
    pub name: *mut c_char,
    /// MsvID or UsvID, or NULL
    pub svId: *mut c_char,
    /// the name of the data set, or NULL
    pub dataSetName: *mut c_char,
    /// the IEC61850_SV_OPT_ bits
    pub optFlds: u8,
    /// SmpMod, one of IEC61850_SV_SMPMOD_
    pub smpMod: u8,
    /// SmpRate
    pub smpRate: u16,
    /// ConfRev
    pub confRev: u32,
    /// DstAddress, or NULL
    pub dstAddress: *mut PhyComAddress,
    /// whether it is unicast
    pub isUnicast: BoolArg,
    /// the number of ASDUs in a message
    pub noASDU: c_int,
    /// the next sampled value control block
    pub sibling: *mut SVControlBlock,
}

/// A log control block.
#[repr(C)]
#[derive(Debug)]
pub struct LogControlBlock {
    /// the logical node that it is in
    pub parent: *mut LogicalNode,
    /// its name
    pub name: *mut c_char,
    /// the name of the data set, or NULL
    pub dataSetName: *mut c_char,
    /// the reference of the log, or NULL
    pub logRef: *mut c_char,
    /// the TRG_OPT_ bits
    pub trgOps: u8,
    /// IntgPd in milliseconds
    pub intPeriod: u32,
    /// whether logging begins with the server
    pub logEna: BoolArg,
    /// whether entries tell their reason
    pub reasonCode: BoolArg,
    /// the next log control block
    pub sibling: *mut LogControlBlock,
}

/// A log.
#[repr(C)]
#[derive(Debug)]
pub struct Log {
    /// the logical node that it is in
    pub parent: *mut LogicalNode,
    /// its name
    pub name: *mut c_char,
    /// the next log
    pub sibling: *mut Log,
}

/// The model of a device.
#[repr(C)]
#[derive(Debug)]
pub struct IedModel {
    /// the name of the IED, which the names of logical devices begin with
    pub name: *mut c_char,
    /// the first logical device
    pub firstChild: *mut LogicalDevice,
    /// the first data set
    pub dataSets: *mut DataSet,
    /// the first report control block
    pub rcbs: *mut ReportControlBlock,
    /// the first GOOSE control block
    pub gseCBs: *mut GSEControlBlock,
    /// the first sampled value control block
    pub svCBs: *mut SVControlBlock,
    /// the first setting group control block
    pub sgcbs: *mut SettingGroupControlBlock,
    /// the first log control block
    pub lcbs: *mut LogControlBlock,
    /// the first log
    pub logs: *mut Log,
    /// makes the initial values of a model that is compiled as tables
    pub initializer: Option<unsafe extern "C" fn()>,
}

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn the_structs_have_the_layout_of_c() {
        assert_eq!(size_of::<ModelNode>(), 40);
        assert_eq!((size_of::<LogicalDevice>(), offset_of!(LogicalDevice, ldName)), (48, 40));
        assert_eq!((size_of::<DataObject>(), offset_of!(DataObject, arrayIndex)), (48, 44));
        assert_eq!((size_of::<DataAttribute>(), offset_of!(DataAttribute, sAddr)), (80, 72));
        assert_eq!((size_of::<DataSetEntry>(), size_of::<DataSet>()), (56, 40));
        assert_eq!(
            (size_of::<ReportControlBlock>(), offset_of!(ReportControlBlock, clientReservation)),
            (88, 56)
        );
        assert_eq!((size_of::<SettingGroupControlBlock>(), size_of::<GSEControlBlock>()), (40, 64));
        assert_eq!((size_of::<SVControlBlock>(), offset_of!(SVControlBlock, noASDU)), (64, 52));
        assert_eq!((size_of::<LogControlBlock>(), size_of::<Log>()), (56, 24));
        assert_eq!((size_of::<IedModel>(), offset_of!(IedModel, initializer)), (80, 72));
    }
}
