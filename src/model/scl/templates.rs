//! DataTypeTemplates: the types that data is declared with.

use std::collections::{HashMap, HashSet};

use super::MAX_TYPE_MEMBERS;
use super::xml::{Element, Error};

/// A type with what it consists of: DO in an LNodeType, SDO and DA in a DOType, BDA in a DAType.
pub(super) struct Type<'a> {
    pub(super) element: Element<'a>,
    pub(super) id: &'a str,
    pub(super) members: Vec<Element<'a>>,
}

/// The names of an EnumType with their numbers.
pub(super) struct Enumeration<'a> {
    ordinals: HashMap<&'a str, i32>,
}

/// All types of the file.
#[derive(Default)]
pub(super) struct Templates<'a> {
    types: HashMap<(&'static str, &'a str), Type<'a>>,
    enumerations: HashMap<&'a str, Enumeration<'a>>,
}

impl<'a> Templates<'a> {
    pub(super) fn read(section: Option<Element<'a>>) -> Result<Self, Error> {
        let mut templates = Self::default();
        for element in section.into_iter().flat_map(Element::elements) {
            let twice = match element.name() {
                "LNodeType" => templates.add("LNodeType", element, &["DO"])?,
                "DOType" => templates.add("DOType", element, &["SDO", "DA"])?,
                "DAType" => templates.add("DAType", element, &["BDA"])?,
                "EnumType" => {
                    let enumeration = Enumeration::read(element)?;
                    templates.enumerations.insert(element.required("id")?, enumeration).is_some()
                }
                _ => false,
            };
            if twice {
                return Err(element.error("this type is there twice"));
            }
        }
        Ok(templates)
    }

    fn add(&mut self, kind: &'static str, element: Element<'a>, parts: &[&str]) -> Result<bool, Error> {
        let id = element.required("id")?;
        let members: Vec<_> = element.elements().filter(|member| parts.contains(&member.name())).collect();
        if members.len() > MAX_TYPE_MEMBERS {
            return Err(element.error(format!("more than {MAX_TYPE_MEMBERS} members")));
        }
        let mut names = HashSet::new();
        for member in &members {
            // settings may have one attribute of a name as SP, another as SG
            if !names.insert((member.identifier("name")?, member.get("fc"))) {
                return Err(member.error("this name is there twice"));
            }
        }
        Ok(self.types.insert((kind, id), Type { element, id, members }).is_some())
    }

    /// The type that an attribute of an element refers to.
    pub(super) fn find(
        &self,
        kind: &'static str,
        from: Element<'a>,
        attribute: &str,
    ) -> Result<&Type<'a>, Error> {
        let id = from.required(attribute)?;
        self.types.get(&(kind, id)).ok_or_else(|| from.error(format!("there is no {kind} {id}")))
    }

    /// The enumeration that a DA or BDA refers to.
    pub(super) fn enumeration(&self, from: Element<'a>) -> Result<&Enumeration<'a>, Error> {
        let id = from.required("type")?;
        self.enumerations.get(id).ok_or_else(|| from.error(format!("there is no EnumType {id}")))
    }
}

impl<'a> Enumeration<'a> {
    fn read(element: Element<'a>) -> Result<Self, Error> {
        let mut ordinals = HashMap::new();
        for value in element.all("EnumVal") {
            value.required("ord")?;
            ordinals.insert(value.text().trim(), value.number("ord", 0)?);
        }
        Ok(Self { ordinals })
    }

    /// The number of a name, or of a number.
    pub(super) fn ordinal(&self, text: &str) -> Option<i32> {
        self.ordinals.get(text).copied().or_else(|| text.parse().ok())
    }
}
