//! Control blocks as the application is asked about them.

use std::sync::Arc;

use super::connection::Connection;
use super::core::Core;
use super::hooks::BlockAccess;
use super::space::{Owner, Place};
use crate::error::DataAccessError;
use crate::model::fc::FunctionalConstraint as Fc;

/// ACSI classes by their number in C's `ACSIClass`.
pub(super) mod class {
    pub(crate) const DATA_OBJECT: i32 = 0;
    pub(crate) const DATA_SET: i32 = 1;
    pub(crate) const BRCB: i32 = 2;
    pub(crate) const URCB: i32 = 3;
    pub(crate) const LCB: i32 = 4;
    pub(crate) const LOG: i32 = 5;
    pub(crate) const SGCB: i32 = 6;
    pub(crate) const GOCB: i32 = 7;
    pub(crate) const MSVCB: i32 = 9;
    pub(crate) const USVCB: i32 = 10;
}

impl Core {
    /// Whether the application lets a client access the control block that a place is in; yes where it is in none.
    pub(super) fn ask_block(
        &self,
        client: &Arc<Connection>,
        place: &Place,
        write: bool,
    ) -> Result<(), DataAccessError> {
        if !self.hooks.wants().blocks {
            return Ok(());
        }
        let Some(class) = self.block_class(place) else { return Ok(()) };
        let Some(group) = self.space.group(place.group) else { return Ok(()) };
        let block = place.path.first().and_then(|&index| {
            Some(&self.space.group_spec(place.group)?.children().get(usize::from(index))?.name)
        });
        let attribute = place.path.get(1..).filter(|path| !path.is_empty());
        let attribute = attribute.and_then(|_| self.space.spec_at(place)).map(|spec| &spec.name[..]);
        let name = block.map_or(&b""[..], |name| name);
        let access = BlockAccess { class, ln: group.ln, name, attribute, write };
        if self.hooks.block_access(client, access) {
            Ok(())
        } else {
            Err(DataAccessError::OBJECT_ACCESS_DENIED)
        }
    }

    /// The ACSI class of the control block that a place is in.
    pub(super) fn block_class(&self, place: &Place) -> Option<i32> {
        let fc = self.space.group(place.group)?.fc;
        Some(match (self.space.owner(place), fc) {
            (Owner::Report(..), Fc::BR) => class::BRCB,
            (Owner::Report(..), _) => class::URCB,
            (Owner::Goose(..), _) => class::GOCB,
            (Owner::Sampled(..), Fc::US) => class::USVCB,
            (Owner::Sampled(..), _) => class::MSVCB,
            (Owner::Log(..), _) => class::LCB,
            (Owner::Settings(..), _) => class::SGCB,
            (Owner::Data | Owner::Blocks, _) => return None,
        })
    }
}
