//! Names of data sets and references of their members (IEC 61850-8-1 §14).

use super::super::reference::{MAX_NAME, Reference, split_device};
use crate::error::{Error, Result};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::access::{Selector, VariableAccess};
use crate::model::fc::FunctionalConstraint;

/// The MMS name of a data set: `LD/LN.name` in a logical device, `@name` of the association, `/name` or `name` of the
/// VMD. In a logical device `$` may stand for `.`.
pub fn name(reference: &[u8]) -> Result<ObjectName> {
    match reference {
        [b'@', name @ ..] => Ok(ObjectName::Aa(name.into())),
        [b'/', name @ ..] => Ok(ObjectName::Vmd(name.into())),
        name if !name.contains(&b'/') => Ok(ObjectName::Vmd(name.into())),
        _ => {
            let (domain, item) = split_device(reference)?;
            if item.len() > MAX_NAME {
                return Err(Error::InvalidReference);
            }
            Ok(ObjectName::domain(domain, dots(item, b'.', b'$')))
        }
    }
}

/// The variable that a member `LD/LN.DO.DA[FC]` names, with `(n)` for an element of an array and components behind it.
/// What follows the functional constraint is ignored.
pub fn member(reference: &[u8]) -> Result<VariableAccess> {
    let open = reference.iter().position(|&octet| octet == b'[').ok_or(Error::InvalidReference)?;
    let (object, constraint) = reference.split_at(open);
    let fc = match constraint {
        [b'[', first, second, b']', ..] => FunctionalConstraint::from_name(&[*first, *second]),
        _ => None,
    };
    // Else the rest would be dropped, and another element be in the data set than the caller asked for.
    let behind = object.iter().position(|&octet| octet == b')').and_then(|close| object.get(close + 1));
    if behind.is_some_and(|&octet| octet != b'.') {
        return Err(Error::InvalidReference);
    }
    let variable = Reference::parse(object, Some(fc.ok_or(Error::InvalidReference)?))
        .map_err(|_| Error::InvalidReference)?;
    Ok(VariableAccess {
        name: ObjectName::domain(variable.domain, variable.item),
        alternate: variable.alternate,
    })
}

/// The text of a member, as [`member`] reads it. Variables that are not in a logical device, and items without
/// functional constraint, are written as they are named in MMS.
pub fn member_text(variable: &VariableAccess) -> Vec<u8> {
    let (mut text, fc) = match variable.name.as_ref() {
        ObjectNameRef::Domain { domain, item } => {
            let mut parts = item.splitn(3, |&octet| octet == b'$');
            let node = parts.next().unwrap_or_default();
            let fc = parts.next();
            let mut text = [domain, b"/", node].concat();
            if let Some(path) = parts.next() {
                text.push(b'.');
                text.extend(dots(path, b'$', b'.'));
            }
            (text, fc)
        }
        ObjectNameRef::Vmd(item) => (item.to_vec(), None),
        ObjectNameRef::Aa(item) => ([b"@", item].concat(), None),
    };
    for step in variable.alternate.iter().flat_map(|alternate| &alternate.path) {
        match step {
            Selector::Component(name) => {
                text.push(b'.');
                text.extend_from_slice(name.as_bytes());
            }
            Selector::Index(index) => text.extend(format!("({index})").bytes()),
            Selector::Range { low, count } => text.extend(format!("({low}:{count})").bytes()),
            Selector::All => text.extend(b"(*)"),
            Selector::Unsupported => text.extend(b"(?)"),
        }
    }
    if let Some(fc) = fc {
        text.push(b'[');
        text.extend_from_slice(fc);
        text.push(b']');
    }
    text
}

pub(super) fn dots(text: &[u8], from: u8, to: u8) -> Vec<u8> {
    text.iter().map(|&octet| if octet == from { to } else { octet }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mms::service::access::Alternate;

    #[test]
    fn the_first_character_tells_the_scope_of_a_data_set() {
        let domain = |item: &str| Ok(ObjectName::domain("LD", item));
        assert_eq!(name(b"LD/LLN0.Ds"), domain("LLN0$Ds"));
        assert_eq!(name(b"LD/LLN0$Ds"), domain("LLN0$Ds"));
        assert_eq!(name(b"LD/a.b/c"), domain("a$b/c"));
        assert_eq!(name(b"@Ds.x"), Ok(ObjectName::Aa("Ds.x".into())));
        assert_eq!(name(b"/Ds"), Ok(ObjectName::Vmd("Ds".into())));
        assert_eq!(name(b"LLN0.Ds"), Ok(ObjectName::Vmd("LLN0.Ds".into())));
        assert_eq!(name(b""), Ok(ObjectName::Vmd("".into())));
        assert!(name(format!("LD/{}", "x".repeat(64)).as_bytes()).is_ok());
        assert!(name(format!("LD/{}", "x".repeat(65)).as_bytes()).is_err());
        assert!(name(format!("{}/x", "L".repeat(65)).as_bytes()).is_err());
    }

    #[test]
    fn member_references_and_their_texts_are_the_same() {
        for text in [
            "LD/GGIO1.Ind1[ST]",
            "LD/GGIO1.AnIn1.mag.f[MX]",
            "LD/GGIO1[ST]",
            "LD/MHAI1.HA.phsAHar(3)[MX]",
            "LD/MHAI1.HA.phsAHar(3).cVal.mag.f[MX]",
        ] {
            assert_eq!(member_text(&member(text.as_bytes()).unwrap()), text.as_bytes(), "{text}");
        }
        let one = member(b"LD/GGIO1.AnIn1.mag.f[MX]").unwrap();
        assert_eq!(one.name, ObjectName::domain("LD", "GGIO1$MX$AnIn1$mag$f"));
    }

    #[test]
    fn members_without_a_functional_constraint_or_with_a_bad_index_are_refused() {
        for broken in [
            "LD/LN.DO",
            "LN.DO[ST]",
            "rubbish",
            "[ST]",
            "",
            "LD/LN.DO[",
            "LD/LN.DO[S]",
            "LD/LN.DO[ST",
            "LD/LN.DO[XX]",
            "LD/LN.DO[STX]",
            "LD/LN.DO[ALL]",
            "LD/LN.a(x)[MX]",
            "LD/LN.a([MX]",
            "LD/LN.a(-1)[MX]",
            "LD/LN.a(99999999999)[MX]",
            "LD/LN.a(1)b[MX]",
        ] {
            assert_eq!(member(broken.as_bytes()), Err(Error::InvalidReference), "{broken}");
        }
    }

    #[test]
    fn whatever_a_server_names_has_a_text() {
        let text =
            |name, alternate| String::from_utf8(member_text(&VariableAccess { name, alternate })).unwrap();
        assert_eq!(text(ObjectName::Vmd("v".into()), None), "v");
        assert_eq!(text(ObjectName::Aa("a$b".into()), None), "@a$b");
        assert_eq!(text(ObjectName::domain("L", "plain"), None), "L/plain");
        assert_eq!(text(ObjectName::domain("L", ""), None), "L/");
        assert_eq!(text(ObjectName::domain("L", "LN$MX$"), None), "L/LN.[MX]");
        assert_eq!(text(ObjectName::domain("L", "LN$MX$a"), Some(Alternate::range(1, 2))), "L/LN.a(1:2)[MX]");
    }
}
