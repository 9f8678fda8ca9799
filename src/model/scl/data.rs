//! Data objects and data attributes: what the templates declare, with the values of the instances.

use super::super::fc::FunctionalConstraint;
use super::super::tree::{Attribute, Node};
use super::super::types::{data_type, trigger};
use super::instances::Instances;
use super::templates::{Enumeration, Templates, Type};
use super::xml::{Element, Error};
use super::{MAX_DEPTH, MAX_ELEMENTS, MAX_NODES, values};

/// Warnings about one file; a template's mistake otherwise shows in each of a thousand instances.
const MAX_WARNINGS: usize = 100;

/// Makes the data of logical nodes.
pub(super) struct Builder<'a> {
    templates: &'a Templates<'a>,
    /// the types that contain what is being made
    open: Vec<(&'a str, &'a str)>,
    nodes: usize,
    warnings: usize,
}

/// What an attribute has from those around it.
#[derive(Clone, Copy)]
struct Inherited {
    fc: FunctionalConstraint,
    triggers: u8,
}

/// A data object or data attribute without elements and children.
fn node(name: &str, count: u32, attribute: Option<Attribute>) -> Node {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    Node { name: name.into(), count, attribute, elements: Vec::new(), children: Vec::new() }
}

impl<'a> Builder<'a> {
    pub(super) fn new(templates: &'a Templates<'a>) -> Self {
        Self { templates, open: Vec::new(), nodes: 0, warnings: 0 }
    }

    /// The data objects of an LN or LN0.
    pub(super) fn logical_node(&mut self, element: Element<'a>) -> Result<Vec<Node>, Error> {
        let templates = self.templates;
        let of = templates.find("LNodeType", element, "lnType")?;
        let mut instances = Instances::of(Some(element))?;
        let mut objects = Vec::with_capacity(of.members.len());
        for member in &of.members {
            let transient = member.flag("transient", false)?;
            objects.push(self.object(*member, of, &mut instances, transient)?);
        }
        self.leftover(instances);
        Ok(objects)
    }

    /// A DO or SDO of a type.
    fn object(
        &mut self,
        declaration: Element<'a>,
        parent: &Type<'a>,
        instances: &mut Instances<'a>,
        transient: bool,
    ) -> Result<Node, Error> {
        let templates = self.templates;
        let of = templates.find("DOType", declaration, "type")?;
        let name = declaration.required("name")?;
        let count = count(declaration, parent, instances)?;
        self.spend(declaration, count)?;
        let mut object = node(name, count, None);
        self.enter(declaration, of)?;
        if count == 0 {
            object.children = self.inside_object(of, instances.take(name, None), transient)?;
        }
        for index in 0..count {
            let mut element = node("", 0, None);
            element.children = self.inside_object(of, instances.take(name, Some(index)), transient)?;
            object.elements.push((index as usize, element));
        }
        self.open.pop();
        Ok(object)
    }

    fn inside_object(
        &mut self,
        of: &Type<'a>,
        instance: Option<Element<'a>>,
        transient: bool,
    ) -> Result<Vec<Node>, Error> {
        let mut instances = Instances::of(instance)?;
        let mut children = Vec::with_capacity(of.members.len());
        for member in &of.members {
            if member.name() == "SDO" {
                children.push(self.object(*member, of, &mut instances, transient)?);
                continue;
            }
            let fc = member.required("fc")?;
            let fc = FunctionalConstraint::from_name(fc.as_bytes())
                .ok_or_else(|| member.error(format!("{fc} is no functional constraint")))?;
            let transient = if transient { trigger::TRANSIENT } else { 0 };
            children.push(self.attribute(
                *member,
                of,
                &mut instances,
                Inherited { fc, triggers: transient },
            )?);
            if let Some(fc) = twin(of, *member, fc) {
                let inherited = Inherited { fc, triggers: transient };
                children.push(self.attribute(*member, of, &mut instances, inherited)?);
            }
        }
        self.leftover(instances);
        Ok(children)
    }

    /// A DA or BDA of a type.
    fn attribute(
        &mut self,
        declaration: Element<'a>,
        parent: &Type<'a>,
        instances: &mut Instances<'a>,
        from: Inherited,
    ) -> Result<Node, Error> {
        let name = declaration.required("name")?;
        let basic_type = declaration.required("bType")?;
        let data_type = values::basic_type(basic_type)
            .ok_or_else(|| declaration.error(format!("{basic_type} is no basic type")))?;
        let enumeration = match data_type {
            data_type::ENUMERATED => Some(self.templates.enumeration(declaration)?),
            _ => None,
        };
        let count = count(declaration, parent, instances)?;
        self.spend(declaration, count)?;
        let attribute = Attribute {
            data_type,
            fc: from.fc.number(),
            triggers: triggers(declaration, from.triggers)?,
            short_address: short_address(declaration),
            value: values::sized(basic_type),
        };
        let own = Inherited { triggers: attribute.triggers, ..from };
        let mut made = node(name, count, Some(attribute));
        if data_type == data_type::CONSTRUCTED {
            let templates = self.templates;
            let of = templates.find("DAType", declaration, "type")?;
            self.enter(declaration, of)?;
            if count == 0 {
                made.children = self.inside_attribute(of, instances.take(name, None), own)?;
            }
            for index in 0..count {
                let mut element = node("", 0, made.attribute.clone());
                element.children = self.inside_attribute(of, instances.take(name, Some(index)), own)?;
                made.elements.push((index as usize, element));
            }
            self.open.pop();
        } else {
            self.fill(&mut made, (declaration, enumeration), instances.take(name, None));
            for index in 0..count {
                if let Some(instance) = instances.take(name, Some(index)) {
                    let mut element = node("", 0, made.attribute.clone());
                    self.fill(&mut element, (declaration, enumeration), Some(instance));
                    made.elements.push((index as usize, element));
                }
            }
        }
        Ok(made)
    }

    fn inside_attribute(
        &mut self,
        of: &Type<'a>,
        instance: Option<Element<'a>>,
        from: Inherited,
    ) -> Result<Vec<Node>, Error> {
        let mut instances = Instances::of(instance)?;
        let mut children = Vec::with_capacity(of.members.len());
        for member in &of.members {
            children.push(self.attribute(*member, of, &mut instances, from)?);
        }
        self.leftover(instances);
        Ok(children)
    }

    /// Value and short address: those of the instance before those of the declaration.
    fn fill(
        &mut self,
        made: &mut Node,
        (declaration, enumeration): (Element<'a>, Option<&Enumeration<'a>>),
        instance: Option<Element<'a>>,
    ) {
        let Some(attribute) = &mut made.attribute else { return };
        if let Some(instance) = instance.filter(|instance| instance.get("sAddr").is_some()) {
            attribute.short_address = short_address(instance);
        }
        let of_instance = instance.and_then(|instance| instance.first("Val"));
        let Some(text) = of_instance.or_else(|| declaration.first("Val")) else { return };
        match values::value(attribute.data_type, enumeration, text.text()) {
            Some(value) => attribute.value = Some(value),
            None if text.text().trim().is_empty() => {}
            None => self.warn(text, || format!("{:?} is no value of this type", text.text())),
        }
    }

    /// Counts nodes towards the limit.
    fn spend(&mut self, declaration: Element<'a>, elements: u32) -> Result<(), Error> {
        self.nodes = self.nodes.saturating_add(1).saturating_add(elements as usize);
        if self.nodes > MAX_NODES {
            return Err(declaration.error(format!("the model has more than {MAX_NODES} nodes")));
        }
        Ok(())
    }

    fn enter(&mut self, declaration: Element<'a>, of: &Type<'a>) -> Result<(), Error> {
        let id = (of.element.name(), of.id);
        if self.open.contains(&id) {
            return Err(of.element.error("the type contains itself"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(declaration.error("data nested too deep"));
        }
        self.open.push(id);
        Ok(())
    }

    fn leftover(&mut self, instances: Instances<'a>) {
        for element in instances.unused() {
            self.warn(element, || "there is nothing of this name in the type".to_owned());
        }
    }

    /// How much of the file was left out so far.
    #[cfg(test)]
    pub(super) fn warnings(&self) -> usize {
        self.warnings
    }

    /// The model is usable without what this is about.
    fn warn(&mut self, element: Element<'a>, reason: impl FnOnce() -> String) {
        self.warnings += 1;
        if self.warnings <= MAX_WARNINGS {
            tracing::warn!("{}", element.error(reason()));
        }
    }
}

/// Settings that belong to setting groups are there twice: as active and as edited values. Files declare one of them.
fn twin(of: &Type<'_>, member: Element<'_>, fc: FunctionalConstraint) -> Option<FunctionalConstraint> {
    let other = match fc.name() {
        "SG" => "SE",
        "SE" => "SG",
        _ => return None,
    };
    let declared = of
        .members
        .iter()
        .any(|known| known.get("name") == member.get("name") && known.get("fc") == Some(other));
    if declared { None } else { FunctionalConstraint::from_name(other.as_bytes()) }
}

/// The number of elements: a number, or the name of an attribute of the same type that has the number as its value.
fn count<'a>(declaration: Element<'a>, parent: &Type<'a>, instances: &Instances<'a>) -> Result<u32, Error> {
    let Some(text) = declaration.get("count") else { return Ok(0) };
    let number = match text.trim().parse::<u32>() {
        Ok(number) => Some(number),
        Err(_) => {
            let instance = instances.peek(text).and_then(|instance| instance.first("Val"));
            let sibling = parent.members.iter().find(|member| member.get("name") == Some(text));
            let value = instance.or_else(|| sibling?.first("Val"));
            value.and_then(|value| value.text().trim().parse().ok())
        }
    };
    match number {
        Some(number) if number <= MAX_ELEMENTS => Ok(number),
        Some(_) => Err(declaration.error(format!("more than {MAX_ELEMENTS} elements"))),
        None => Err(declaration.error(format!("{text:?} is no number of elements"))),
    }
}

/// The trigger options, with those of the attribute that this one is a part of.
fn triggers(declaration: Element<'_>, inherited: u8) -> Result<u8, Error> {
    let mut triggers = inherited;
    for (name, bit) in
        [("dchg", trigger::DATA_CHANGE), ("qchg", trigger::QUALITY_CHANGE), ("dupd", trigger::DATA_UPDATE)]
    {
        if declaration.flag(name, false)? {
            triggers |= bit;
        }
    }
    Ok(triggers)
}

/// Short addresses of SCL are texts; those that are numbers are of use to programs.
fn short_address(element: Element<'_>) -> u32 {
    element.get("sAddr").and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
