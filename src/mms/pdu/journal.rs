//! ReadJournal (ISO 9506-2 §16) as rasn types. The answer's entries are read by hand in
//! [`crate::mms::service::read_journal`], because devices differ in the tags of their variables.

use rasn::prelude::*;

use super::names::{Identifier, ObjectName};

/// ReadJournal-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 65))]
pub struct ReadJournalRequest {
    /// journalName
    #[rasn(tag(explicit(context, 0)))]
    pub name: ObjectName,
    /// rangeStartSpecification
    #[rasn(tag(explicit(context, 1)))]
    pub start: Option<RangeStart>,
    /// rangeStopSpecification
    #[rasn(tag(explicit(context, 2)))]
    pub stop: Option<RangeStop>,
    /// listOfVariables
    #[rasn(tag(context, 4))]
    pub variables: Option<SequenceOf<Identifier>>,
    /// entryToStartAfter
    #[rasn(tag(context, 5))]
    pub start_after: Option<StartAfter>,
}

/// rangeStartSpecification
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum RangeStart {
    /// startingTime: TimeOfDay, four or six octets
    #[rasn(tag(context, 0))]
    Time(OctetString),
    /// startingEntry
    #[rasn(tag(context, 1))]
    Entry(OctetString),
}

/// rangeStopSpecification
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum RangeStop {
    /// endingTime: TimeOfDay, four or six octets
    #[rasn(tag(context, 0))]
    Time(OctetString),
    /// numberOfEntries
    #[rasn(tag(context, 1))]
    Count(i32),
}

/// entryToStartAfter
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct StartAfter {
    /// timeSpecification: TimeOfDay, four or six octets
    #[rasn(tag(context, 0))]
    pub time: OctetString,
    /// entrySpecification
    #[rasn(tag(context, 1))]
    pub entry: OctetString,
}
