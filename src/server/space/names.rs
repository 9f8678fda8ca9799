//! The names of all variables of a domain, as GetNameList gives them.

use std::cmp::Ordering;

use super::{Space, TypeSpec};

impl Space {
    /// Names of the variables of a domain that come after `after`, in MMS order.
    pub fn names(&self, domain: u32, after: Option<&[u8]>) -> &[Box<[u8]>] {
        let Some(domain) = self.domain(domain) else { return &[] };
        let start = after.map_or(0, |after| {
            domain.names.partition_point(|name| mms_order(name, after) != Ordering::Greater)
        });
        domain.names.get(start..).unwrap_or_default()
    }

    /// Whether a domain has a variable of exactly this name.
    pub fn has_name(&self, domain: u32, name: &[u8]) -> bool {
        self.domain(domain)
            .is_some_and(|domain| domain.names.binary_search_by(|known| mms_order(known, name)).is_ok())
    }

    pub(super) fn fill_names(&mut self) {
        for domain in &mut self.domains {
            let nodes = domain.nodes.start as usize..domain.nodes.end as usize;
            let mut names = Vec::new();
            for node in self.nodes.get(nodes).unwrap_or_default() {
                collect(&node.spec, &mut Vec::new(), &mut names);
            }
            names.sort_by(|a, b| mms_order(a, b));
            domain.names = names;
        }
    }
}

fn collect(spec: &TypeSpec, prefix: &mut Vec<u8>, names: &mut Vec<Box<[u8]>>) {
    let before = prefix.len();
    if !prefix.is_empty() {
        prefix.push(b'$');
    }
    prefix.extend_from_slice(&spec.name);
    names.push(prefix.as_slice().into());
    // elements of arrays are reached by alternate access only
    if let crate::mms::type_spec::TypeKind::Structure { elements } = &spec.kind {
        elements.iter().for_each(|element| collect(element, prefix, names));
    }
    prefix.truncate(before);
}

/// Order of names in MMS answers: letters without regard to case, then with.
fn mms_order(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase)).then_with(|| a.cmp(b))
}
