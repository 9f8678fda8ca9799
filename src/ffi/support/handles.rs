//! Handles that stay safe after their end: using a destroyed handle, destroying it twice, or passing a pointer of
//! another kind finds nothing, instead of being undefined behaviour.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::RwLock;

/// Addresses that are not used again until as many handles have been destroyed after them: a stale handle does not
/// become another connection's.
const QUARANTINE: usize = 4096;

/// The live objects of one kind, by the address that C has for them. The address is a small allocation of its own: no
/// pointer that C passes is ever followed.
pub struct Registry<T> {
    table: RwLock<Table<T>>,
}

struct Table<T> {
    live: HashMap<usize, (Box<u64>, Arc<T>)>,
    retired: VecDeque<Box<u64>>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { table: RwLock::new(Table { live: HashMap::new(), retired: VecDeque::new() }) }
    }
}

impl<T> Registry<T> {
    /// A handle for `object`.
    pub fn insert<H>(&self, object: Arc<T>) -> *mut H {
        let token = Box::new(0u64);
        let address = std::ptr::from_ref(&*token).cast_mut().cast::<H>();
        self.table.write().live.insert(address as usize, (token, object));
        address
    }

    /// The object behind a handle; `None` for NULL, destroyed or foreign ones.
    pub fn get<H>(&self, handle: *const H) -> Option<Arc<T>> {
        let table = self.table.read();
        table.live.get(&(handle as usize)).map(|(_, object)| Arc::clone(object))
    }

    /// The objects that `wanted` says yes to, with their handles.
    pub fn find<H>(&self, wanted: impl Fn(&T) -> bool) -> Vec<(*mut H, Arc<T>)> {
        let table = self.table.read();
        let live = table.live.iter().filter(|(_, (_, object))| wanted(object));
        live.map(|(address, (_, object))| (*address as *mut H, Arc::clone(object))).collect()
    }

    /// Ends a handle; the first caller gets the object.
    pub fn remove<H>(&self, handle: *const H) -> Option<Arc<T>> {
        let mut table = self.table.write();
        let (token, object) = table.live.remove(&(handle as usize))?;
        table.retired.push_back(token);
        if table.retired.len() > QUARANTINE {
            table.retired.pop_front();
        }
        Some(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_lives_once_and_its_address_rests_afterwards() {
        let registry = Registry::default();
        let first: *mut u8 = registry.insert(Arc::new(1));
        assert_eq!(registry.get(first).as_deref(), Some(&1));
        assert_eq!(registry.remove(first).as_deref(), Some(&1));
        assert!(registry.get(first).is_none() && registry.remove(first).is_none());
        for other in 0..100 {
            let next: *mut u8 = registry.insert(Arc::new(other));
            assert_ne!(next, first);
            registry.remove(next);
        }
        assert!(registry.get(std::ptr::null::<u8>()).is_none());
    }
}
