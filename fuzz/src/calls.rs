//! Sequences of C calls with odd arguments: numbers and texts from the input, handles alive, NULL, or (connections, which
//! admit it) destroyed. Values and lists are used by the C contract: who owns them frees them once.

use std::ffi::{CString, c_char, c_int};
use std::ptr::{null, null_mut};

use crate::c::{self, Handle};

/// Objects of a kind that are kept at most.
const KEPT: usize = 16;

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
        const KNOWN: [&str; 10] = ["", "LD/LN.DO.da", "LD/LN.RP.rcb01", "LD/LN", "@set", "/", "LD/LN.ds", "LD/LN.DO(3).x", "a/b.c.d.e.f[ST]", "LD/LN$MX$A"];
        let kind = self.octet().unwrap_or(0);
        match kind {
            0 => None,
            1..=30 => CString::new(KNOWN[usize::from(kind) % KNOWN.len()]).ok(),
            31 => CString::new("x".repeat(300)).ok(),
            32 => CString::new(format!("{}/{}", "L".repeat(65), "n".repeat(130))).ok(),
            _ => {
                let size = self.below(140);
                let octets: Vec<u8> = (0..size).filter_map(|_| self.octet()).filter(|octet| *octet != 0).collect();
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
        // SAFETY: by the C contract of each function.
        unsafe {
            match which % 56 {
                0 => keep(&mut self.values, c::MmsValue_newBoolean(input.below(2) == 1), c::MmsValue_delete),
                1 => keep(&mut self.values, c::MmsValue_newIntegerFromInt64(input.number()), c::MmsValue_delete),
                2 => keep(&mut self.values, c::MmsValue_newUnsignedFromUint32(input.number() as u32), c::MmsValue_delete),
                3 => keep(&mut self.values, c::MmsValue_newFloat(f32::from_bits(input.number() as u32)), c::MmsValue_delete),
                4 => keep(&mut self.values, c::MmsValue_newBitString(input.size()), c::MmsValue_delete),
                5 => {
                    let (size, max) = (input.size(), input.size());
                    keep(&mut self.values, c::MmsValue_newOctetString(size, max), c::MmsValue_delete);
                }
                6 => {
                    let text = input.text();
                    keep(&mut self.values, c::MmsValue_newVisibleString(pointer(&text)), c::MmsValue_delete);
                }
                7 => keep(&mut self.values, c::MmsValue_newUtcTimeByMsTime(input.number() as u64), c::MmsValue_delete),
                8 => keep(&mut self.values, c::MmsValue_newBinaryTime(input.below(2) == 1), c::MmsValue_delete),
                9 => keep(&mut self.values, c::MmsValue_createEmptyStructure(input.size()), c::MmsValue_delete),
                10 => keep(&mut self.values, c::MmsValue_createEmptyArray(input.size()), c::MmsValue_delete),
                11 => keep(&mut self.values, c::MmsValue_clone(value), c::MmsValue_delete),
                // the element goes over to the container
                12 => {
                    let at = input.int();
                    let element = c::MmsValue_clone(pick(input, &self.values));
                    if (0..c::MmsValue_getArraySize(value) as c_int).contains(&at) && matches!(c::MmsValue_getType(value), 0 | 1) {
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
                    assert!(size >= 0 && size <= c::MmsValue_getMaxEncodedSize(value).max(size));
                    let mut octets = vec![0u8; size as usize];
                    assert_eq!(c::MmsValue_encodeMmsData(value, octets.as_mut_ptr(), 0, true), size);
                    let mut end = 0;
                    keep(&mut self.values, c::MmsValue_decodeMmsData(octets.as_ptr(), 0, size, &raw mut end), c::MmsValue_delete);
                }
                26 => {
                    let octets: Vec<u8> = (0..input.below(40)).filter_map(|_| input.octet()).collect();
                    let mut end = 0;
                    let (at, size) = (input.int().clamp(-2, 41), octets.len() as c_int);
                    keep(&mut self.values, c::MmsValue_decodeMmsData(octets.as_ptr(), at, size, &raw mut end), c::MmsValue_delete);
                }
                27 => drop((c::MmsValue_toInt32(value), c::MmsValue_toInt64(value), c::MmsValue_toFloat(value), c::MmsValue_toString(value))),
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
                    keep(&mut self.blocks, c::ClientReportControlBlock_create(pointer(&text)), c::ClientReportControlBlock_destroy);
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
                // all services of a connection that is not connected, with any text
                39..=50 => {
                    let all: Vec<Handle> = self.connections.iter().chain(&self.destroyed).copied().collect();
                    let con = pick(input, &all);
                    let (text, other) = (input.text(), input.text());
                    let (text, other) = (pointer(&text), pointer(&other));
                    match which % 56 {
                        39 => c::LinkedList_destroy(c::IedConnection_getLogicalNodeDirectory(con, error, text, input.int())),
                        40 => c::MmsValue_delete(c::IedConnection_readObject(con, error, text, input.int())),
                        41 => c::IedConnection_writeObject(con, error, text, input.int(), value),
                        42 => c::ClientDataSet_destroy(c::IedConnection_readDataSetValues(con, error, text, null_mut())),
                        43 => c::ClientReportControlBlock_destroy(c::IedConnection_getRCBValues(con, error, text, null_mut())),
                        44 => c::IedConnection_setRCBValues(con, error, pick(input, &self.blocks), input.number() as u32, input.below(2) == 1),
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
                        _ => c::IedConnection_connect(con, error, if text.is_null() { text } else { c"127.0.0.1".as_ptr() }, -input.int().saturating_abs().max(2)),
                    }
                    let _ = other;
                    assert!(c::IedConnection_getState(con) == 0 || c::IedConnection_getState(con) == 1);
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
                    keep(&mut self.controls, c::ControlObjectClient_create(pointer(&text), con), c::ControlObjectClient_destroy);
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
                _ => {}
            }
        }
        Some(())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // SAFETY: each is owned here and freed once.
        unsafe {
            self.controls.iter().for_each(|&control| c::ControlObjectClient_destroy(control));
            self.connections.iter().for_each(|&con| c::IedConnection_destroy(con));
            self.blocks.iter().for_each(|&block| c::ClientReportControlBlock_destroy(block));
            self.lists.iter().for_each(|&list| c::LinkedList_destroyStatic(list));
            self.values.iter().for_each(|&value| c::MmsValue_delete(value));
        }
    }
}

pub fn sequence(data: &[u8]) {
    let (mut world, mut input) = (World::default(), Input(data));
    while world.step(&mut input).is_some() {}
}
