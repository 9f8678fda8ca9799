//! iec61850_config_file_parser.h: a data model from a configuration file.

use std::ffi::{CString, c_char};
use std::io;
use std::ptr::null_mut;

use super::hal_filesystem::{FileHandle, FileSystem_closeFile, FileSystem_openFile};
use super::iec61850_common::PhyComAddress;
use super::iec61850_dynamic_model::control_blocks::*;
use super::iec61850_dynamic_model::data_set::{DataSet_create, DataSetEntry_create};
use super::iec61850_dynamic_model::nodes::*;
use super::iec61850_dynamic_model::own;
use super::iec61850_dynamic_model::report::ReportControlBlock_create;
use super::iec61850_model::{DataAttribute, IedModel, LogicalNode, ModelNode};
use super::support::memory::malloc_text;
use super::support::{guard, text};
use crate::model::config_file;
use crate::model::tree::{Address, Block, Model, Node};

/// Makes a model from a configuration file. What is wrong with a file is logged with its line.
///
/// @param filename the path of the file
/// @return the model, to be freed with `IedModel_destroy`; NULL if the file cannot be read or is none
#[unsafe(no_mangle)]
pub extern "C" fn ConfigFileParser_createModelFromConfigFileEx(filename: *const c_char) -> *mut IedModel {
    guard(|| {
        let file = FileSystem_openFile(filename.cast_mut(), false.into());
        if file.is_null() {
            // SAFETY: NULL or a C string.
            let name = unsafe { text::bytes(filename) }.unwrap_or_default().escape_ascii();
            tracing::error!("configuration file {name}: {}", io::Error::last_os_error());
            return null_mut();
        }
        let model = ConfigFileParser_createModelFromConfigFile(file);
        FileSystem_closeFile(file);
        model
    })
}

/// Makes a model from an open configuration file, which stays open. What is wrong with it is logged with its line.
///
/// @param fileHandle the file, opened with `FileSystem_openFile`
/// @return the model, to be freed with `IedModel_destroy`; NULL if the file cannot be read or is none
#[unsafe(no_mangle)]
pub extern "C" fn ConfigFileParser_createModelFromConfigFile(fileHandle: FileHandle) -> *mut IedModel {
    guard(|| {
        let Some(text) = read(fileHandle) else {
            tracing::error!("configuration file: cannot be read");
            return null_mut();
        };
        match config_file::parse(&text) {
            Ok(model) => make(&model),
            Err(error) => {
                tracing::error!("configuration file: {error}");
                null_mut()
            }
        }
    })
}

/// The rest of an open file.
fn read(file: FileHandle) -> Option<Vec<u8>> {
    if file.is_null() {
        return None;
    }
    let mut text = Vec::new();
    let mut part = [0u8; 1 << 14];
    loop {
        // SAFETY: an open file and memory of this size.
        let (count, failed) = unsafe {
            let count = libc::fread(part.as_mut_ptr().cast(), 1, part.len(), file.cast());
            (count, libc::ferror(file.cast()) != 0)
        };
        text.extend_from_slice(part.get(..count)?);
        if count < part.len() {
            return (!failed).then_some(text);
        }
    }
}

/// A name as a C string; the parser lets no NUL pass.
fn name(octets: &[u8]) -> CString {
    CString::new(octets).unwrap_or_default()
}

/// A name that may be missing, as a C string or NULL.
struct Optional(Option<CString>);

fn optional(octets: Option<&Vec<u8>>) -> Optional {
    Optional(octets.map(|octets| name(octets)))
}

impl Optional {
    fn as_ptr(&self) -> *const c_char {
        self.0.as_ref().map_or(std::ptr::null(), |text| text.as_ptr())
    }
}

fn make(from: &Model) -> *mut IedModel {
    let model = IedModel_create(name(&from.name).as_ptr());
    for from in &from.devices {
        let device =
            LogicalDevice_createEx(name(&from.inst).as_ptr(), model, optional(from.name.as_ref()).as_ptr());
        for from in &from.nodes {
            let node = LogicalNode_create(name(&from.name).as_ptr(), device);
            let mut objects = Tail::of(node.cast());
            for object in &from.objects {
                add_data(&mut objects, object);
            }
            for block in &from.blocks {
                add_block(node, block);
            }
        }
    }
    model
}

fn add_data(to: &mut Tail, from: &Node) {
    let its_name = malloc_text(&from.name);
    let node = match &from.attribute {
        Some(attribute) => {
            let kind = AttributeKind {
                data_type: attribute.data_type,
                fc: attribute.fc,
                triggers: attribute.triggers,
                short_address: attribute.short_address,
            };
            new_attribute(its_name, kind, from.count)
        }
        None => new_object(its_name, from.count),
    };
    if !node.is_null() {
        to.push(node);
        fill(node, from);
    }
}

/// Value, elements and children of a node.
fn fill(node: *mut ModelNode, from: &Node) {
    if let Some(value) = from.attribute.as_ref().and_then(|attribute| attribute.value.as_ref()) {
        // SAFETY: a node with these is a live data attribute.
        set_value(unsafe { &mut *node.cast::<DataAttribute>() }, value.clone());
    }
    let all: Vec<_> = if from.elements.is_empty() { Vec::new() } else { elements(node).collect() };
    for (index, element) in &from.elements {
        if let Some(&node) = all.get(*index) {
            fill(node, element);
        }
    }
    let mut children = Tail::of(node);
    for child in &from.children {
        add_data(&mut children, child);
    }
}

fn add_block(node: *mut LogicalNode, block: &Block) {
    match block {
        Block::DataSet(from) => {
            let set = DataSet_create(name(&from.name).as_ptr(), node);
            for member in &from.members {
                let component = optional(member.component.as_ref());
                DataSetEntry_create(set, name(&member.variable).as_ptr(), member.index, component.as_ptr());
            }
        }
        Block::Report(from) => {
            ReportControlBlock_create(
                name(&from.name).as_ptr(),
                node,
                optional(from.id.as_ref()).as_ptr(),
                from.buffered.into(),
                optional(from.data_set.as_ref()).as_ptr(),
                from.configuration_revision,
                from.triggers,
                from.options,
                from.buffer_time,
                from.integrity_period,
            );
        }
        Block::Goose(from) => {
            let block = GSEControlBlock_create(
                name(&from.name).as_ptr(),
                node,
                name(&from.id).as_ptr(),
                optional(from.data_set.as_ref()).as_ptr(),
                from.configuration_revision,
                from.fixed_offsets.into(),
                from.min_time,
                from.max_time,
            );
            GSEControlBlock_addPhyComAddress(block, address(from.address));
        }
        Block::SampledValue(from) => {
            let block = SVControlBlock_create(
                name(&from.name).as_ptr(),
                node,
                name(&from.id).as_ptr(),
                optional(from.data_set.as_ref()).as_ptr(),
                from.configuration_revision,
                from.sample_mode,
                from.sample_rate,
                from.options,
                from.unicast.into(),
            );
            SVControlBlock_addPhyComAddress(block, address(from.address));
        }
        Block::LogControl(from) => {
            LogControlBlock_create(
                name(&from.name).as_ptr(),
                node,
                optional(from.data_set.as_ref()).as_ptr(),
                optional(from.log.as_ref()).as_ptr(),
                from.triggers,
                from.integrity_period,
                from.enabled.into(),
                from.reason_code.into(),
            );
        }
        Block::Log(log) => {
            Log_create(name(log).as_ptr(), node);
        }
        Block::SettingGroup { active, count } => {
            SettingGroupControlBlock_create(node, *active, *count);
        }
    }
}

fn address(from: Option<Address>) -> *mut PhyComAddress {
    from.map_or(null_mut(), |from| {
        own(PhyComAddress {
            vlanPriority: from.vlan_priority,
            vlanId: from.vlan_id,
            appId: from.app_id,
            dstAddress: from.destination,
        })
    })
}
