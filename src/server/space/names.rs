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

/// Order of names in MMS answers: character by character other ones by their code, then letters (`A a B b …`), `_` and
/// digits. Clients continue a list behind a name, so the order must be that of the field.
pub fn mms_order(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().copied().map(rank).cmp(b.iter().copied().map(rank))
}

fn rank(octet: u8) -> u16 {
    match octet {
        b'a'..=b'z' => 0x100 + 2 * u16::from(octet - b'a') + 1,
        b'A'..=b'Z' => 0x100 + 2 * u16::from(octet - b'A'),
        b'_' => 0x200,
        b'0'..=b'9' => 0x201 + u16::from(octet - b'0'),
        other => u16::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_the_field() {
        let sorted = [
            "Q2", "q", "q ", "q%", "q-", "q.", "q~", "qA", "qA1", "qa", "qa0", "qB", "qb", "qq", "qZ", "qz",
            "q_", "q0", "q0a", "q00", "q10", "q2", "q9",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| mms_order(a.as_bytes(), b.as_bytes()));
        assert_eq!(names, sorted);
    }
}
