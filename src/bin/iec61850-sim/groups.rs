//! The values of setting groups: those of the active one under SG, those that a client edits under SE.

use std::collections::HashMap;
use std::sync::Mutex;

use iec61850::mms::value::Value;
use iec61850::model::fc::FunctionalConstraint as Fc;
use iec61850::server::core::Core;
use iec61850::server::space::Place;

/// What the groups of all logical nodes hold, once they differ from what the model says.
#[derive(Default)]
pub(crate) struct Groups(Mutex<HashMap<(u32, u8), Value>>);

/// The groups SG and SE of a logical node.
struct Pair {
    ln: u32,
    active: Place,
    edited: Place,
}

impl Groups {
    /// Puts the values of a group where a client can edit them.
    pub(crate) fn edit(&self, core: &Core, block: u32, group: u8) {
        for pair in pairs(core, block) {
            let values = self.values(core, &pair, group);
            copy(core, &values, &pair.edited);
        }
    }

    /// Takes over what a client has edited.
    pub(crate) fn confirm(&self, core: &Core, block: u32, group: u8) {
        let active = core.active_group(block) == group;
        for pair in pairs(core, block) {
            let Some(values) = read(core, &pair.edited) else { continue };
            if active {
                copy(core, &values, &pair.active);
            }
            self.bank().insert((pair.ln, group), values);
        }
    }

    /// Makes the values of a group the active ones; those of the group that was active are kept.
    pub(crate) fn activate(&self, core: &Core, block: u32, group: u8) {
        let before = core.active_group(block);
        for pair in pairs(core, block) {
            if let Some(values) = read(core, &pair.active) {
                self.bank().entry((pair.ln, before)).or_insert(values);
            }
            let values = self.values(core, &pair, group);
            copy(core, &values, &pair.active);
        }
    }

    /// The values of a group of a logical node; those of the active one until they were edited.
    fn values(&self, core: &Core, pair: &Pair, group: u8) -> Value {
        let known = self.bank().get(&(pair.ln, group)).cloned();
        known.or_else(|| read(core, &pair.active)).unwrap_or_else(|| Value::structure(Vec::new()))
    }

    fn bank(&self) -> std::sync::MutexGuard<'_, HashMap<(u32, u8), Value>> {
        // nothing panics while it is locked
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The logical nodes of the control block's device that have settings in groups.
fn pairs(core: &Core, block: u32) -> Vec<Pair> {
    let space = &core.space;
    let node = space.settings.get(block as usize).and_then(|block| space.node(block.ln));
    let nodes = node.and_then(|node| space.domain(node.domain)).map_or(0..0, |domain| domain.nodes.clone());
    let place = |ln: u32, fc: Fc| Some(Place { group: space.group_of(ln, fc)?, path: Box::default() });
    nodes.filter_map(|ln| Some(Pair { ln, active: place(ln, Fc::SG)?, edited: place(ln, Fc::SE)? })).collect()
}

fn read(core: &Core, place: &Place) -> Option<Value> {
    core.with(|state| state.values.get(place).cloned())
}

fn copy(core: &Core, values: &Value, to: &Place) {
    core.with(|state| {
        if let Some(own) = state.values.get_mut(to) {
            own.update(values);
        }
    });
}
