//! What comes of the commands of clients: the status follows at once. And of their setting groups.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, Weak};

use iec61850::mms::value::{Data, Value};
use iec61850::model::tree::Model;
use iec61850::net;
use iec61850::server::connection::Connection;
use iec61850::server::control::{ControlAction, ControlResult};
use iec61850::server::core::Core;
use iec61850::server::hooks::Hooks;
use iec61850::server::space::NodeId;

use crate::groups::Groups;
use crate::numbered::{self, Numbered};

/// The controllable objects of a model, and the server that they are in.
pub(crate) struct Commands {
    targets: HashMap<NodeId, Target>,
    groups: Groups,
    /// The server keeps its hooks alive, not the other way round.
    core: OnceLock<Weak<Core>>,
}

/// What a command changes.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    status: NodeId,
    time: Option<NodeId>,
}

impl Commands {
    pub(crate) fn of(model: &Model) -> Self {
        let mut targets = HashMap::new();
        for (_, objects) in numbered::objects(model) {
            objects.iter().for_each(|object| find(object, &mut targets));
        }
        Self { targets, groups: Groups::default(), core: OnceLock::new() }
    }

    /// The server whose values the commands change.
    pub(crate) fn act_on(&self, core: &Arc<Core>) {
        self.core.get_or_init(|| Arc::downgrade(core));
    }

    fn core(&self) -> Option<Arc<Core>> {
        self.core.get()?.upgrade()
    }

    fn operate(&self, object: NodeId, command: &Value) -> Option<()> {
        let target = self.targets.get(&object)?;
        let core = self.core()?;
        core.lock_model();
        if let Some(time) = target.time {
            let now = Value::utc_time_ms(net::utc_now_ms(), 0);
            core.update(time, |value| value.update(&now));
        }
        core.update(target.status, |status| follow(status, command));
        core.unlock_model();
        Some(())
    }
}

impl Hooks for Commands {
    fn control_operate(
        &self,
        action: &Arc<ControlAction>,
        value: Option<&Value>,
        test: bool,
    ) -> ControlResult {
        if test {
            return ControlResult::Ok;
        }
        match value.and_then(|value| self.operate(action.object(), value)) {
            Some(()) => ControlResult::Ok,
            None => ControlResult::Failed,
        }
    }

    fn active_group(&self, block: u32, group: u8, _: &Arc<Connection>) -> bool {
        self.core().map(|core| self.groups.activate(&core, block, group)).is_some()
    }

    fn edit_group(&self, block: u32, group: u8, _: &Arc<Connection>) -> bool {
        self.core().map(|core| self.groups.edit(&core, block, group)).is_some()
    }

    fn confirm_edit(&self, block: u32, group: u8) -> bool {
        self.core().map(|core| self.groups.confirm(&core, block, group)).is_some()
    }
}

/// The targets of a data object and those below it.
fn find(object: &Numbered<'_>, targets: &mut HashMap<NodeId, Target>) {
    let status = match (object.child("stVal"), object.child("valWTr"), object.child("mxVal")) {
        (Some(value), _, _) => Some(value),
        (_, Some(position), _) => position.child("posVal"),
        (_, _, Some(magnitude)) => magnitude.child("f").or_else(|| magnitude.child("i")),
        _ => None,
    };
    if let (Some(status), true) = (status, object.child("Oper").is_some()) {
        let time = object.child("t").map(|time| time.id);
        targets.insert(object.id, Target { status: status.id, time });
    }
    object
        .children
        .iter()
        .filter(|child| child.node.attribute.is_none())
        .for_each(|child| find(child, targets));
}

/// Gives a status what a command wants; whether it changed.
fn follow(status: &mut Value, command: &Value) -> bool {
    let before = status.data.clone();
    // the ctlVal of an analogue command is a structure of its one number
    let command = command.elements().and_then(|elements| elements.get(0)).unwrap_or(command);
    match (&mut status.data, &command.data) {
        (Data::Boolean(status), Data::Boolean(command)) => *status = *command,
        // Dbpos: off is 1, on is 2
        (Data::BitString(status), Data::Boolean(command)) => {
            status.set_from_integer_big_endian(1 + u32::from(*command));
        }
        (Data::Integer(status), Data::Integer(command)) => _ = status.set_signed(command.as_i64()),
        (Data::Float(status), Data::Float(command)) => status.set(command.as_f64()),
        (Data::Integer(status), Data::BitString(command)) => {
            _ = status.set_signed(status.as_i64() + step(command.as_integer_big_endian()));
        }
        (Data::Float(status), Data::BitString(command)) => {
            status.set(status.as_f64() + step(command.as_integer_big_endian()) as f64);
        }
        _ => {}
    }
    status.data != before
}

/// Tcmd: 1 is lower, 2 is higher.
fn step(command: u32) -> i64 {
    match command {
        1 => -1,
        2 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iec61850::mms::value::BitString;

    fn bits(number: u32) -> Value {
        let mut bits = BitString::new(2);
        bits.set_from_integer_big_endian(number);
        Value::new(Data::BitString(bits))
    }

    #[test]
    fn the_status_follows_the_command() {
        let analogue = |value: Value| Value::structure(vec![value]);
        for (status, command, then) in [
            (Value::boolean(false), Value::boolean(true), Value::boolean(true)),
            (bits(1), Value::boolean(true), bits(2)),
            (bits(2), Value::boolean(false), bits(1)),
            (Value::integer(1, 32), Value::integer(-7, 32), Value::integer(-7, 32)),
            (Value::integer(5, 32), bits(2), Value::integer(6, 32)),
            (Value::integer(5, 32), bits(1), Value::integer(4, 32)),
            (Value::float32(1.0), analogue(Value::float32(2.5)), Value::float32(2.5)),
            (Value::integer(1, 32), analogue(Value::integer(9, 32)), Value::integer(9, 32)),
            (Value::float32(1.0), bits(2), Value::float32(2.0)),
        ] {
            let mut now = status.clone();
            assert!(follow(&mut now, &command), "{status:?} {command:?}");
            assert_eq!(now, then);
            // stop, a value of another type
            assert!(!follow(&mut now, &Value::visible_string(b"x")));
        }
        assert!(!follow(&mut Value::integer(5, 32), &bits(0)));
    }

    #[test]
    fn every_kind_of_command_of_the_sample_has_a_status() {
        let model = crate::load::load(None, &Default::default()).expect("the sample");
        let commands = Commands::of(&model);
        let mut without = Vec::new();
        for (node, objects) in numbered::objects(&model) {
            for object in objects.iter().filter(|object| object.child("Oper").is_some()) {
                if !commands.targets.contains_key(&object.id) {
                    without.push((node.name.clone(), object.node.name.clone()));
                }
            }
        }
        assert!(without.is_empty(), "{without:?}");
        assert!(commands.targets.len() > 20, "{}", commands.targets.len());
    }
}
