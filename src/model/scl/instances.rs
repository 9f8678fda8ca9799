//! What DOI, SDI and DAI elements say about the data that the templates declare.

use std::collections::HashMap;

use super::xml::{Element, Error};

/// What an instance says: its element.
struct Instance<'a> {
    element: Element<'a>,
    used: bool,
}

/// The instances of one level, by name and index.
#[derive(Default)]
pub(super) struct Instances<'a> {
    all: HashMap<(&'a str, Option<u32>), Instance<'a>>,
}

impl<'a> Instances<'a> {
    /// The instances in an LN, DOI or SDI.
    pub(super) fn of(parent: Option<Element<'a>>) -> Result<Self, Error> {
        let mut all = HashMap::new();
        for element in parent.into_iter().flat_map(Element::elements) {
            if !matches!(element.name(), "DOI" | "SDI" | "DAI") {
                continue;
            }
            let index = if element.get("ix").is_some() { Some(element.number("ix", 0)?) } else { None };
            let instance = Instance { element, used: false };
            if all.insert((element.required("name")?, index), instance).is_some() {
                return Err(element.error("this instance is there twice"));
            }
        }
        Ok(Self { all })
    }

    /// The instance of a data object or data attribute, or of an element of an array of them.
    pub(super) fn take(&mut self, name: &'a str, index: Option<u32>) -> Option<Element<'a>> {
        self.all.get_mut(&(name, index)).map(|instance| {
            instance.used = true;
            instance.element
        })
    }

    /// The same without marking it as used.
    pub(super) fn peek(&self, name: &'a str) -> Option<Element<'a>> {
        self.all.get(&(name, None)).map(|instance| instance.element)
    }

    /// Those that belong to nothing.
    pub(super) fn unused(self) -> impl Iterator<Item = Element<'a>> {
        self.all.into_values().filter(|instance| !instance.used).map(|instance| instance.element)
    }
}
