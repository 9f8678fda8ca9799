//! A control object: what is known of it, what commands to it say, and how the last one ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread::ThreadId;

use parking_lot::{Condvar, Mutex};

use super::command::{Parameters, Types};
use super::termination;
use crate::error::{DataAccessError, Error, Result};
use crate::iec61850::appl_error::LastApplError;
use crate::iec61850::client::Client;
use crate::iec61850::reference::Reference;
use crate::mms::type_spec::TypeSpec;
use crate::mms::value::Value;
use crate::mmsclient::calls;
use crate::model::fc::FunctionalConstraint;

/// Longest orIdent of the standard; a device is known that longer ones make restart.
const MAX_ORIGIN: usize = 64;
/// sbo-with-normal-security and sbo-with-enhanced-security: here the selection gives a command its number.
const SELECT_MODELS: [i32; 2] = [2, 4];

/// Called with each command termination.
pub type TerminationHandler = Arc<dyn Fn() + Send + Sync>;

/// A controllable object of the server, on one connection.
pub struct ControlObject {
    pub(super) client: Arc<Client>,
    pub(super) domain: Vec<u8>,
    /// `LN$CO$DO`
    pub(super) item: Vec<u8>,
    /// `LN$CF$DO$ctlModel`
    model_item: Vec<u8>,
    pub(super) types: Types,
    pub(super) state: Mutex<State>,
    pub(super) termination: Mutex<Termination>,
    pub(super) quiet: Condvar,
    destroyed: AtomicBool,
    pub(super) me: Weak<Self>,
}

/// The termination handler and who runs it.
#[derive(Default)]
pub(super) struct Termination {
    pub handler: Option<TerminationHandler>,
    pub running: Option<ThreadId>,
}

/// What changes during the life of a control object.
pub(super) struct State {
    /// Control model as the server, or C, said: not only those of the standard.
    pub model: i32,
    pub settings: Settings,
    /// Of the command under way or the last one.
    pub number: u8,
    /// T of the last selection or operate.
    pub time: Option<u64>,
    /// operTm of the last operate.
    pub oper_time: u64,
    /// What a cancel says.
    pub value: Option<Value>,
    /// Actions without answer yet.
    pub under_way: u32,
    pub outcome: Result<()>,
    pub appl_error: LastApplError,
}

/// What the user wants commands to say.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub origin: (i32, Vec<u8>),
    pub constant_time: bool,
    pub test: bool,
    pub interlock: bool,
    pub synchro: bool,
}

impl ControlObject {
    /// Asks the server for the control model and the types of an object `LD/LN.DO`.
    pub fn create(client: &Arc<Client>, reference: &[u8]) -> Result<Arc<Self>> {
        let model = model_reference(reference)?;
        let model =
            client.read_as(&model, |value| value.as_i64().and_then(|model| i32::try_from(model).ok()))?;
        let whole = Reference::whole(reference, constraint("CO"))?;
        let types = client.connection().run(&calls::variable_type(whole.name()))?;
        Self::with_types(client, reference, model, &types)
    }

    /// An object whose control model and type (that of `LN$CO$DO`) are known already.
    pub fn with_types(
        client: &Arc<Client>,
        reference: &[u8],
        model: i32,
        types: &TypeSpec,
    ) -> Result<Arc<Self>> {
        let Reference { domain, item, .. } = Reference::whole(reference, constraint("CO"))?;
        if item.ends_with(b"$CO") || item.ends_with(b"$") {
            return Err(Error::InvalidReference);
        }
        let types = Types::new(types)?;
        let state = State {
            model,
            settings: Settings::default(),
            number: 0,
            time: None,
            oper_time: 0,
            value: Value::default_for(types.value()),
            under_way: 0,
            // What users of the interface see before the first action.
            outcome: Err(Error::DataAccess(DataAccessError::OBJECT_INVALIDATED)),
            appl_error: LastApplError::default(),
        };
        let object = Arc::new_cyclic(|me| Self {
            client: Arc::clone(client),
            domain,
            item,
            model_item: model_reference(reference).map(|reference| reference.item).unwrap_or_default(),
            types,
            state: Mutex::new(state),
            termination: Mutex::default(),
            quiet: Condvar::new(),
            destroyed: AtomicBool::new(false),
            me: me.clone(),
        });
        client.controls.add(&object);
        Ok(object)
    }

    /// The control model; numbers of IEC 61850-7-2.
    pub fn model(&self) -> i32 {
        self.state.lock().model
    }

    /// Sets what control model this side believes in.
    pub fn set_model(&self, model: i32) {
        self.state.lock().model = model;
    }

    /// Writes the control model to the server; when it agrees, this side believes in it too.
    pub fn change_server_model(&self, model: i32) -> Result<()> {
        let reference =
            Reference { domain: self.domain.clone(), item: self.model_item.clone(), alternate: None };
        let outcome = self.client.write(&reference, &Value::integer(model.into(), 32));
        let mut state = self.state.lock();
        if outcome.is_ok() {
            state.model = model;
        }
        state.outcome = outcome.clone();
        outcome
    }

    /// The type of ctlVal.
    pub fn value_type(&self) -> &TypeSpec {
        self.types.value()
    }

    /// Sets originator category and identification.
    pub fn set_origin(&self, category: i32, identification: &[u8]) {
        if identification.len() > MAX_ORIGIN {
            let len = identification.len();
            tracing::warn!(len, "orIdent is longer than the 64 octets of the standard; some devices restart");
        }
        self.state.lock().settings.origin = (category, identification.to_vec());
    }

    /// Sets the control number; the next new command has the one after it.
    pub fn set_number(&self, number: u8) {
        self.state.lock().number = number;
    }

    /// Operate after a selection, and cancel, repeat the T of the command.
    pub fn use_constant_time(&self, constant: bool) {
        self.state.lock().settings.constant_time = constant;
    }

    /// Sets the Test flag.
    pub fn set_test(&self, test: bool) {
        self.state.lock().settings.test = test;
    }

    /// Sets whether the server shall check interlocking.
    pub fn set_interlock_check(&self, check: bool) {
        self.state.lock().settings.interlock = check;
    }

    /// Sets whether the server shall check synchronism.
    pub fn set_synchro_check(&self, check: bool) {
        self.state.lock().settings.synchro = check;
    }

    /// How the last action ended. In a termination handler that is faster than the thread that has the answer, the action was
    /// agreed to: otherwise there would be no termination.
    pub fn outcome(&self) -> Result<()> {
        let state = self.state.lock();
        if state.under_way > 0 && termination::current(self).is_some() {
            Ok(())
        } else {
            state.outcome.clone()
        }
    }

    /// Keeps an outcome that no action of this object had.
    pub fn fail(&self, error: Error) {
        self.state.lock().outcome = Err(error);
    }

    /// How long destroying waits for a handler that runs on another thread.
    fn patience(&self) -> std::time::Duration {
        self.client.patience()
    }

    /// The end of the handle: no termination handler begins any more, and one on another thread has ended, unless
    /// that takes longer than a request may.
    pub fn destroy(&self) {
        self.destroyed.store(true, Ordering::SeqCst);
        let patience = self.patience();
        let mut termination = self.termination.lock();
        let handler = termination.handler.take();
        let own = std::thread::current().id();
        while termination.running.is_some_and(|thread| thread != own) {
            if self.quiet.wait_for(&mut termination, patience).timed_out() {
                tracing::error!("a termination handler still runs while its control object is destroyed");
                break;
            }
        }
        drop(termination);
        drop(handler);
    }

    pub(super) fn is_destroyed(&self) -> bool {
        self.destroyed.load(Ordering::SeqCst)
    }
}

impl State {
    /// Whether the model has a selection.
    pub(super) fn selects(&self) -> bool {
        SELECT_MODELS.contains(&self.model)
    }

    /// What the command under way says, with T now or, if `repeat` and so wanted, the one of the command before.
    pub(super) fn parameters(&mut self, now: u64, quality: u8, repeat: bool) -> Parameters {
        let time = match self.time {
            Some(time) if repeat && self.settings.constant_time => time,
            _ => now,
        };
        self.time = Some(time);
        Parameters {
            origin: self.settings.origin.clone(),
            number: self.number,
            time: (time, quality),
            oper_time: self.oper_time,
            test: self.settings.test,
            check: (self.settings.synchro, self.settings.interlock),
        }
    }
}

fn constraint(name: &str) -> Option<FunctionalConstraint> {
    FunctionalConstraint::from_name(name.as_bytes())
}

/// `LN$CF$DO$ctlModel`
fn model_reference(reference: &[u8]) -> Result<Reference> {
    Reference::whole(&[reference, b".ctlModel"].concat(), constraint("CF"))
}
