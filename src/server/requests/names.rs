//! GetNameList.

use std::sync::Arc;

use super::super::blocks::class;
use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::{DirectoryCategory, Listed};
use super::super::sets::Scope;
use super::super::space::{Owner, Variable, mms_order};
use super::{ACCESS_DENIED, NON_EXISTENT, UNSUPPORTED};
use crate::ber;
use crate::error::Result;
use crate::mms::pdu::name_list::ObjectScope;
use crate::mms::service::get_name_list::{self, ObjectClass};
use crate::model::fc::FunctionalConstraint;

/// Octets of an answer besides the names: PDU, invoke id, service, list and moreFollows.
const OVERHEAD: usize = 32;
/// What a domain can have: other classes are refused before its name is looked at.
const DOMAIN_CLASSES: [ObjectClass; 3] =
    [ObjectClass::NAMED_VARIABLE, ObjectClass::NAMED_VARIABLE_LIST, ObjectClass::JOURNAL];

impl Core {
    pub(super) fn name_list(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let request = get_name_list::parse_request(service)?;
        let after = request.continue_after.as_ref().map(|name| name.as_bytes());
        let limit = client.max_pdu().saturating_sub(OVERHEAD);
        let domain = match &request.scope {
            ObjectScope::Domain(_) if !DOMAIN_CLASSES.contains(&request.class) => return Err(UNSUPPORTED),
            ObjectScope::Domain(name) => Some(self.space.domain_index(name.as_bytes()).ok_or(NON_EXISTENT)?),
            _ => None,
        };
        match (request.class, request.scope, domain) {
            (ObjectClass::DOMAIN, ObjectScope::Vmd(()), _) => {
                self.ask_directory(client, DirectoryCategory::Devices, None)?;
                let mut names: Vec<&[u8]> =
                    self.space.domains.iter().map(|domain| &domain.name[..]).collect();
                names.sort_by(|a, b| mms_order(a, b));
                page(names.into_iter(), after, limit)
            }
            (ObjectClass::NAMED_VARIABLE, _, Some(domain)) => {
                self.ask_directory(client, DirectoryCategory::Data, Some(domain))?;
                self.variables(client, domain, after, limit)
            }
            (ObjectClass::NAMED_VARIABLE_LIST, _, Some(domain)) => {
                self.ask_directory(client, DirectoryCategory::DataSets, Some(domain))?;
                let names = self.with(|state| state.sets.domain(domain).map(owned_names)).unwrap_or_default();
                self.listed(client, domain, class::DATA_SET, names, after, limit)
            }
            (ObjectClass::NAMED_VARIABLE_LIST, ObjectScope::Vmd(()), _) => {
                self.ask_directory(client, DirectoryCategory::DataSets, None)?;
                let names = self.with(|state| owned_names(state.sets.vmd()));
                page(names.iter().map(|name| &name[..]), after, limit)
            }
            (ObjectClass::NAMED_VARIABLE_LIST, ObjectScope::Aa(()), _) => {
                let names = owned_names(&client.sets.lock());
                page(names.iter().map(|name| &name[..]), after, limit)
            }
            (ObjectClass::JOURNAL, _, Some(domain)) => {
                self.ask_directory(client, DirectoryCategory::Logs, Some(domain))?;
                self.listed(client, domain, class::LOG, self.journals(domain), after, limit)
            }
            (ObjectClass::JOURNAL, ObjectScope::Vmd(()), _) => page(std::iter::empty(), after, limit),
            _ => Err(UNSUPPORTED),
        }
    }

    fn ask_directory(
        &self,
        client: &Arc<Connection>,
        category: DirectoryCategory,
        domain: Option<u32>,
    ) -> Result<()> {
        let denied = self.hooks.wants().directories && !self.hooks.directory_access(client, category, domain);
        match category {
            _ if !denied => Ok(()),
            DirectoryCategory::Devices => Err(ACCESS_DENIED),
            _ => Err(NON_EXISTENT),
        }
    }

    /// Names of logs: `LN$log`.
    fn journals(&self, domain: u32) -> Vec<Vec<u8>> {
        let mut names: Vec<Vec<u8>> = self
            .space
            .logs
            .iter()
            .filter_map(|(ln, log)| {
                let node = self.space.node(*ln).filter(|node| node.domain == domain)?;
                Some([node.name(), b"$", log].concat())
            })
            .collect();
        names.sort_by(|a, b| mms_order(a, b));
        names
    }

    fn listed(
        &self,
        client: &Arc<Connection>,
        domain: u32,
        class: i32,
        mut names: Vec<Vec<u8>>,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<u8>> {
        if self.hooks.wants().lists {
            names.retain(|name| {
                let mut parts = name.splitn(2, |&octet| octet == b'$');
                let ln = parts.next().and_then(|ln| self.space.node_index(domain, ln));
                let listed = Listed { class, domain, ln, object: parts.next(), sub_object: None, fc: None };
                self.hooks.list_access(client, listed)
            });
        }
        page(names.iter().map(|name| &name[..]), after, limit)
    }

    fn variables(
        &self,
        client: &Arc<Connection>,
        domain: u32,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<u8>> {
        if after.is_some_and(|after| !self.space.has_name(domain, after)) {
            return Err(NON_EXISTENT);
        }
        let asks = self.hooks.wants().lists;
        let names = self.space.names(domain, after).iter().map(|name| &**name);
        let shown = |name: &&[u8]| !asks || self.shows(client, domain, self.class_of(domain, name), name);
        page(names.filter(shown), None, limit)
    }

    /// The ACSI class of what a variable is of; that of its control blocks for a group of them.
    fn class_of(&self, domain: u32, name: &[u8]) -> i32 {
        let Some(Variable::Part(place)) = self.space.find(domain, name) else { return class::DATA_OBJECT };
        let block = if self.space.owner(&place) == Owner::Blocks { place.child(0) } else { place };
        self.block_class(&block).unwrap_or(class::DATA_OBJECT)
    }

    /// Whether the application lets a client see a variable.
    pub(super) fn shows(&self, client: &Arc<Connection>, domain: u32, class: i32, name: &[u8]) -> bool {
        let mut parts = name.splitn(4, |&octet| octet == b'$');
        let ln = parts.next().and_then(|ln| self.space.node_index(domain, ln));
        let fc = parts.next().and_then(FunctionalConstraint::from_name);
        let object = parts.next();
        self.hooks.list_access(client, Listed { class, domain, ln, object, sub_object: parts.next(), fc })
    }
}

/// Names in MMS order.
fn owned_names(scope: &Scope) -> Vec<Vec<u8>> {
    let mut names: Vec<Vec<u8>> = scope.keys().cloned().collect();
    names.sort_by(|a, b| mms_order(a, b));
    names
}

/// As many names behind `after` as fit, at least one.
fn page<'a>(
    mut names: impl Iterator<Item = &'a [u8]>,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Vec<u8>> {
    if let Some(after) = after {
        names.find(|name| *name == after).ok_or(NON_EXISTENT)?;
    }
    let (mut taken, mut size, mut more) = (Vec::new(), 0, false);
    for name in names {
        size += ber::element_len(0x1a, name.len());
        if size > limit && !taken.is_empty() {
            more = true;
            break;
        }
        taken.push(name);
    }
    Ok(get_name_list::response(taken, more))
}

#[cfg(test)]
mod tests {
    use super::super::super::config::Config;
    use super::super::super::hooks::NoHooks;
    use super::super::super::testing::{Said, client, server};
    use super::get_name_list::{ObjectClass, Scope, parse_response, request};
    use super::*;

    /// The names that a client gets, page by page.
    fn listed(model: &str, max_pdu: usize, class: ObjectClass, scope: Scope<'_>) -> Vec<Vec<String>> {
        let core = server(model, Config::default(), Arc::new(NoHooks));
        let (client, probe) = client(&core);
        *probe.max_pdu.lock() = max_pdu;
        let mut pages: Vec<Vec<String>> = Vec::new();
        loop {
            let after = pages.last().and_then(|page| page.last()).map(|name| name.as_bytes());
            core.serve(&client, 1, &request(class, scope, after));
            let Some(Said::Answer(1, Ok(answer))) = probe.take().pop() else { panic!("no answer") };
            let mut page = Vec::new();
            let more = parse_response(&answer, |name| page.push(String::from_utf8_lossy(name).into_owned()));
            pages.push(page);
            if !more.unwrap() {
                return pages;
            }
        }
    }

    #[test]
    fn logical_devices_are_listed_in_order_whatever_the_order_of_the_model() {
        let model = "MODEL(IED){LD(B){LN(LLN0){}}LD(C Named){LN(LLN0){}}LD(A){LN(LLN0){}}LD(A1){LN(LLN0){}}}";
        let whole = listed(model, 65000, ObjectClass::DOMAIN, Scope::Vmd);
        assert_eq!(whole, [["IEDA", "IEDA1", "IEDB", "Named"]]);
        let pages = listed(model, OVERHEAD + 14, ObjectClass::DOMAIN, Scope::Vmd);
        assert_eq!(pages, [vec!["IEDA", "IEDA1"], vec!["IEDB", "Named"]]);
    }
}
