//! Name lists (ISO 9506 getNameList) page by page and whole.

use std::collections::HashSet;

use super::calls::{self, Call};
use super::connection::Connection;
use crate::error::{Error, Result};
use crate::mms::service::get_name_list::{self, ObjectClass, Scope};

/// Names that one list may have at most: a server that says for ever that more follows is stopped here.
const MAX_NAMES: usize = 1_000_000;
/// Octets of all names together; as much again is what keeping them takes.
const MAX_OCTETS: usize = 32 * 1024 * 1024;
/// Answers that one list may take at most.
const MAX_PAGES: usize = 100_000;

/// Names in the server's order.
pub type Names = Vec<Vec<u8>>;

/// One answer to getNameList.
#[derive(Debug)]
pub struct NamePage {
    /// The names.
    pub names: Names,
    /// More names follow after the last of these.
    pub more_follows: bool,
}

impl Connection {
    /// One getNameList without its further pages.
    pub fn names_async(
        &self,
        class: ObjectClass,
        scope: Scope<'_>,
        continue_after: Option<&[u8]>,
        done: impl FnOnce(u32, Result<NamePage>) + Send + 'static,
    ) -> Result<u32> {
        self.launch(&calls::names(class, scope, continue_after), done)
    }

    /// One getNameList with all its pages.
    pub fn names(&self, class: ObjectClass, scope: Scope<'_>) -> Result<Names> {
        let mut names = Names::new();
        let (mut octets, mut ends) = (0, HashSet::new());
        for _ in 0..MAX_PAGES {
            let after = names.last().cloned();
            let Call { request, .. } = calls::names(class, scope, after.as_deref());
            let more = self.call(&request, |answer| {
                get_name_list::parse_response(answer, |name| {
                    octets += name.len();
                    names.push(name.to_vec());
                })
            })?;
            if !more {
                return Ok(names);
            }
            // A server that begins again and again would be asked for ever.
            let begins_again = names.last().is_none_or(|last| !ends.insert(last.clone()));
            if begins_again || names.len() > MAX_NAMES || octets > MAX_OCTETS {
                break;
            }
        }
        Err(Error::Malformed("name list without end"))
    }
}
