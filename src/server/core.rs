//! The heart of a server: what all its parts share, and how they are locked.
//!
//! One lock guards everything that changes. It is held for short, never while the application is called: what the
//! application is to learn is noted in [`Later`] and told when the lock is free again.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use parking_lot::{Mutex, ReentrantMutex, RwLock};

use super::config::Config;
use super::connection::Connection;
use super::control::Controls;
use super::gate::Gate;
use super::hooks::Hooks;
use super::log::{self, Logs};
use super::report::Reports;
use super::sets::Sets;
use super::settings::Settings;
use super::space::{BuildError, NodeId, Space};
use super::streams::Streams;
use super::tracking::Tracking;
use super::values::Values;
use crate::assoc::Indication;
use crate::mms::service::identify::Identity;
use crate::mms::value::Value;
use crate::model::fc::FunctionalConstraint;
use crate::model::tree::Model;
use crate::net::{self, Dispatch, Timed, Timer};

/// What is done when the lock is free again, in order.
pub type Later = Vec<Box<dyn FnOnce(&Core) + Send>>;

/// What all parts of a server share.
pub struct Core {
    me: Weak<Self>,
    /// Names and types.
    pub space: Space,
    /// Objects that show what clients do.
    pub tracking: Tracking,
    /// Settings.
    pub config: Config,
    /// The application.
    pub hooks: Arc<dyn Hooks>,
    /// The application's lock on the model.
    pub gate: Gate,
    state: Mutex<State>,
    timer: OnceLock<Timer>,
    /// Held while time-driven work is done, for the end of the server alone: it may come from a callback of that work,
    /// and does not wait for ever.
    timing: ReentrantMutex<()>,
    /// The server is about to be freed: no time-driven work any more.
    over: AtomicBool,
    connections: Mutex<HashMap<u64, Arc<Connection>>>,
    next_connection: AtomicU64,
    identity: RwLock<Identity>,
    /// Directory of the file service.
    pub(super) file_base: RwLock<PathBuf>,
    /// Requests of clients go unanswered.
    deaf: AtomicBool,
    /// Reads of data go unanswered.
    ignore_reads: AtomicBool,
    /// Functional constraints that clients may write without a handler of the application, as bits.
    writable: AtomicU8,
}

/// Everything that changes.
pub struct State {
    /// Values.
    pub values: Values,
    /// Data sets.
    pub sets: Sets,
    /// Report control blocks.
    pub reports: Reports,
    /// Log control blocks.
    pub logs: Logs,
    /// Control objects.
    pub controls: Controls,
    /// Setting group control blocks.
    pub settings: Settings,
    /// GOOSE and sampled value control blocks.
    pub streams: Streams,
    /// What is done when the lock is free again.
    pub later: Later,
    /// When time-driven work is next due.
    pub plan: Option<Instant>,
}

/// TCP connections that have not asked for an association yet; with more, one of the address that has most of them has to go.
const MAX_UNASSOCIATED: usize = 128;

/// The client that came first from the host that most come from. A host with IPv6 has 64 bits of addresses to itself.
fn oldest_of_most<'c>(clients: &[&'c Arc<Connection>]) -> Option<&'c Arc<Connection>> {
    let mut of_host: HashMap<Vec<u8>, Vec<&Arc<Connection>>> = HashMap::new();
    for client in clients {
        let mut host = client.peer_octets();
        host.truncate(8);
        of_host.entry(host).or_default().push(client);
    }
    let oldest = |clients: &Vec<&'c Arc<Connection>>| clients.iter().map(|client| client.id()).min();
    let most = of_host.into_values().max_by_key(|clients| (clients.len(), Reverse(oldest(clients))))?;
    most.into_iter().min_by_key(|client| client.id())
}

/// Functional constraints with an access policy, in the order of their bits.
const POLICIES: [FunctionalConstraint; 5] = [
    FunctionalConstraint::DC,
    FunctionalConstraint::CF,
    FunctionalConstraint::SP,
    FunctionalConstraint::SV,
    FunctionalConstraint::SE,
];
/// SP, SV and SE may be written unless the application says otherwise.
const DEFAULT_POLICY: u8 = 0b11100;

impl Core {
    /// A server of a model, not started yet.
    pub fn new(mut model: Model, mut config: Config, hooks: Arc<dyn Hooks>) -> Result<Arc<Self>, BuildError> {
        // nobody reserves what cannot be edited
        config.blocks.setting_reservation_time &= config.edit_settings;
        if !config.log_service {
            log::leave_out(&mut model);
        }
        let (space, roots) = Space::build(model, config.block_options())?;
        let mut values = Values::new(roots);
        let sets = Sets::new(&space);
        let state = State {
            reports: Reports::new(&space, &config, &sets, &hooks, &mut values),
            logs: Logs::new(&space, &sets, &mut values),
            controls: Controls::new(&space, &mut values),
            settings: Settings::new(&space, &mut values),
            streams: Streams::new(&space, &mut values),
            values,
            sets,
            later: Vec::new(),
            plan: None,
        };
        Ok(Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            file_base: RwLock::new(config.files.clone()),
            tracking: Tracking::new(&space),
            space,
            config,
            hooks,
            gate: Gate::default(),
            state: Mutex::new(state),
            timer: OnceLock::new(),
            timing: ReentrantMutex::new(()),
            over: AtomicBool::new(false),
            connections: Mutex::new(HashMap::new()),
            next_connection: AtomicU64::new(1),
            identity: RwLock::new(Identity {
                vendor: b"iec61850-capi".to_vec(),
                model: b"iec61850-capi".to_vec(),
                revision: env!("CARGO_PKG_VERSION").into(),
            }),
            deaf: AtomicBool::new(false),
            ignore_reads: AtomicBool::new(false),
            writable: AtomicU8::new(DEFAULT_POLICY),
        }))
    }

    /// For work that is done later, if the server is still there.
    pub(super) fn handle(&self) -> Weak<Self> {
        Weak::clone(&self.me)
    }

    /// Does `work` under the lock, then what it left for later.
    pub fn with<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let (result, later, plan) = {
            let mut state = self.state.lock();
            let result = work(&mut state);
            (result, std::mem::take(&mut state.later), state.plan.take())
        };
        if let (Some(at), Some(timer)) = (plan, self.timer.get()) {
            timer.plan(at);
        }
        for job in later {
            job(self);
        }
        result
    }

    /// [`Core::with`] for a client's request: not while the application has the model locked.
    pub fn with_open_gate<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        self.gate.wait();
        self.with(work)
    }

    /// Sets who is called when time-driven work is due. Without, the application calls [`Core::due`] itself.
    pub(super) fn start_timer(self: &Arc<Self>) -> crate::error::Result<()> {
        if self.timer.get().is_none() {
            let owner: Arc<dyn Timed> = self.clone();
            let timer = Timer::new(Arc::downgrade(&owner))?;
            self.timer.get_or_init(|| timer);
        }
        Ok(())
    }

    /// Changes the value of an attribute as the application does: `change` says whether it did.
    pub fn update(&self, node: NodeId, change: impl FnOnce(&mut Value) -> bool) {
        let held = self.gate.is_closed();
        self.with(|state| state.update(&self.space, node, held, change));
    }

    /// The application locks the model: clients see its changes when it unlocks it.
    pub fn lock_model(&self) {
        self.gate.close();
    }

    /// The application unlocks the model.
    pub fn unlock_model(&self) {
        // before another thread can lock: what was changed belongs together. And what others changed meanwhile.
        self.release_reports();
        if self.gate.open() {
            self.release_reports();
        }
    }

    /// What Identify answers.
    pub fn identity(&self) -> Identity {
        self.identity.read().clone()
    }

    /// Sets what Identify answers.
    pub fn set_identity(&self, identity: Identity) {
        *self.identity.write() = identity;
    }

    /// Whether clients may write attributes of a functional constraint that no handler is there for.
    pub fn may_write(&self, fc: FunctionalConstraint) -> bool {
        let bit = POLICIES.iter().position(|policy| *policy == fc);
        bit.is_some_and(|bit| self.writable.load(Ordering::Relaxed) & (1 << bit) != 0)
    }

    /// Sets whether they may. Other functional constraints than DC, CF, SP, SV and SE have no policy.
    pub fn set_policy(&self, fc: FunctionalConstraint, allow: bool) {
        let Some(bit) = POLICIES.iter().position(|policy| *policy == fc) else { return };
        if allow {
            self.writable.fetch_or(1 << bit, Ordering::Relaxed);
        } else {
            self.writable.fetch_and(!(1 << bit), Ordering::Relaxed);
        }
    }

    /// Requests of clients go unanswered from now on, or are served again.
    pub fn set_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::Relaxed);
    }

    /// Whether requests of clients go unanswered.
    pub(super) fn is_deaf(&self) -> bool {
        self.deaf.load(Ordering::Relaxed)
    }

    /// Reads of data go unanswered from now on, or are served again.
    pub fn set_ignore_reads(&self, ignore: bool) {
        self.ignore_reads.store(ignore, Ordering::Relaxed);
    }

    /// Whether reads of data go unanswered.
    pub(super) fn ignores_reads(&self) -> bool {
        self.ignore_reads.load(Ordering::Relaxed)
    }

    /// Associations that are up.
    pub fn connections(&self) -> Vec<Arc<Connection>> {
        self.connections.lock().values().filter(|client| client.is_announced()).cloned().collect()
    }

    /// How many associations are up.
    pub fn connection_count(&self) -> usize {
        self.connections.lock().values().filter(|client| client.is_announced()).count()
    }

    /// A place for a client that wants to connect; none when there are too many. Those that never ask for an association
    /// do not take the places of those that do, nor keep out others: the oldest of them makes room.
    pub(super) fn reserve(self: &Arc<Self>, threads: bool) -> Option<Arc<Connection>> {
        let mut connections = self.connections.lock();
        let (admitted, silent): (Vec<_>, Vec<_>) =
            connections.values().partition(|client| client.is_admitted());
        if admitted.len() >= self.config.connections {
            return None;
        }
        let makes_room =
            if silent.len() < MAX_UNASSOCIATED { None } else { oldest_of_most(&silent).cloned() };
        if let Some(client) = &makes_room {
            connections.remove(&client.id());
        }
        let id = self.next_connection.fetch_add(1, Ordering::Relaxed);
        let client = Connection::new(id, Arc::downgrade(self), Dispatch::new(!threads));
        connections.insert(id, Arc::clone(&client));
        drop(connections);
        if let Some(silent) = makes_room {
            tracing::warn!(
                client = silent.peer(),
                "too many connections without an association: the oldest is closed"
            );
            silent.abort();
        }
        Some(client)
    }

    /// All connections, those without an association, too.
    pub(super) fn all_connections(&self) -> Vec<Arc<Connection>> {
        self.connections.lock().values().cloned().collect()
    }

    /// Whether a client may associate.
    pub(super) fn admit(&self, client: &Arc<Connection>, indication: &Indication) -> bool {
        {
            let connections = self.connections.lock();
            if connections.values().filter(|client| client.is_admitted()).count() >= self.config.connections {
                tracing::warn!(client = client.peer(), "too many clients: association refused");
                return false;
            }
            if !connections.contains_key(&client.id()) {
                // it had to make room
                return false;
            }
            client.set_admitted(true);
        }
        let admitted = self.hooks.authenticate(client, indication);
        client.set_admitted(admitted);
        admitted
    }

    /// An association is up.
    pub(super) fn connected(&self, client: &Arc<Connection>) {
        client.set_admitted(true);
        client.announce();
        self.hooks.connection(client, true);
    }

    /// A connection has ended.
    pub(super) fn disconnected(&self, client: &Arc<Connection>) {
        client.set_over();
        self.reports_disconnected(client);
        self.controls_disconnected(client);
        self.settings_disconnected(client);
        self.streams_disconnected(client);
        self.files_disconnected(client);
        if client.is_announced() {
            self.hooks.connection(client, false);
        }
        self.connections.lock().remove(&client.id());
    }

    /// Nothing of a connection is kept.
    pub(super) fn forget(&self, client: &Arc<Connection>) {
        self.connections.lock().remove(&client.id());
    }

    /// The server listens: time-driven work begins.
    pub(super) fn started(&self) {
        self.logs_started();
        self.reports_started();
    }

    /// No time-driven work is done when this returns, or after `patience`: callbacks of the application may be gone then.
    pub(super) fn end_time(&self, patience: Duration) {
        self.over.store(true, Ordering::Release);
        if self.timing.try_lock_for(patience).is_none() {
            tracing::warn!("a callback of time-driven work does not return");
        }
    }

    /// A slow client has caught up.
    pub(super) fn drained(&self, client: &Arc<Connection>) {
        self.reports_drained(client);
    }
}

impl Timed for Core {
    fn due(&self, now: Instant) -> Option<Instant> {
        let me = self.me.upgrade()?;
        let _working = self.timing.lock();
        if self.over.load(Ordering::Acquire) {
            return None;
        }
        let next = [self.reports_due(now), self.logs_due(now), me.controls_due(now), self.settings_due(now)];
        next.into_iter().flatten().min()
    }
}

/// Why an attribute is reported or logged: bits of TrgOps as C has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons(pub u8);

impl Reasons {
    /// Data change.
    pub const DATA_CHANGE: u8 = 1;
    /// Quality change.
    pub const QUALITY_CHANGE: u8 = 2;
    /// Data update.
    pub const DATA_UPDATE: u8 = 4;

    /// Of an update of an attribute with these trigger options, which changed its value or not.
    pub fn of(triggers: u8, changed: bool) -> Self {
        let wanted = if changed {
            Self::DATA_CHANGE | Self::QUALITY_CHANGE | Self::DATA_UPDATE
        } else {
            Self::DATA_UPDATE
        };
        Self(triggers & wanted)
    }
}

impl State {
    /// Changes the value of an attribute: `change` says whether it did. `held`: more changes follow that belong together.
    pub fn update(
        &mut self,
        space: &Space,
        node: NodeId,
        held: bool,
        change: impl FnOnce(&mut Value) -> bool,
    ) {
        let Some(data) = space.data_node(node) else { return };
        let (Some(attribute), Some(place)) = (&data.attribute, data.places.first()) else { return };
        let Some(value) = self.values.get_mut(place) else { return };
        let reasons = Reasons::of(attribute.triggers, change(value));
        self.report(space, node, reasons, held);
        if reasons.0 != 0 {
            self.log(space, node, reasons);
        }
    }

    /// Makes sure that time-driven work is done at `at` or before.
    pub fn plan(&mut self, at: Instant) {
        self.plan = Some(self.plan.map_or(at, |planned| planned.min(at)));
    }
}

/// The time that deadlines are measured by, and the time of day in ms since 1970.
pub fn times() -> (Instant, u64) {
    (net::now(), net::utc_now_ms())
}
