//! Variable access (ISO 9506-2 §14): specifications, alternate access, Read, Write, InformationReport as rasn
//! types. `crate::mms::service` has the hand-written encodings; these are their oracle.

use rasn::prelude::*;

use super::data::{AccessResult, Data};
use super::names::{Identifier, ObjectName};

/// VariableSpecification; addresses and descriptions do not occur in IEC 61850
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum VariableSpecification {
    /// name
    #[rasn(tag(explicit(context, 0)))]
    Name(ObjectName),
    /// invalidated: the variable is gone
    #[rasn(tag(context, 4))]
    Invalidated(()),
}

/// One variable of a list.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct ListedVariable {
    /// variableSpecification
    pub specification: VariableSpecification,
    /// alternateAccess
    #[rasn(tag(context, 5))]
    pub alternate: Option<AlternateAccess>,
}

/// VariableAccessSpecification
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum VariableAccessSpecification {
    /// listOfVariable
    #[rasn(tag(context, 0))]
    Variables(SequenceOf<ListedVariable>),
    /// variableListName
    #[rasn(tag(explicit(context, 1)))]
    List(ObjectName),
}

/// AlternateAccess
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate)]
pub struct AlternateAccess(pub SequenceOf<AlternateSelection>);

/// AlternateAccessSelection, or a named one
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum AlternateSelection {
    /// selectAlternateAccess
    #[rasn(tag(context, 0))]
    Nested(Box<SelectAlternate>),
    /// selectAccess: component
    #[rasn(tag(context, 1))]
    Component(Identifier),
    /// selectAccess: index
    #[rasn(tag(context, 2))]
    Index(u32),
    /// selectAccess: indexRange
    #[rasn(tag(context, 3))]
    Range(IndexRange),
    /// selectAccess: allElements
    #[rasn(tag(context, 4))]
    All(()),
    /// named
    #[rasn(tag(context, 5))]
    Named(Box<NamedSelection>),
}

/// selectAlternateAccess: a selection, and what to select of it
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct SelectAlternate {
    /// accessSelection
    pub selection: AccessSelection,
    /// alternateAccess
    pub alternate: AlternateAccess,
}

/// accessSelection
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum AccessSelection {
    /// component
    #[rasn(tag(context, 0))]
    Component(Identifier),
    /// index
    #[rasn(tag(context, 1))]
    Index(u32),
    /// indexRange
    #[rasn(tag(context, 2))]
    Range(IndexRange),
    /// allElements
    #[rasn(tag(context, 3))]
    All(()),
}

/// indexRange
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct IndexRange {
    /// lowIndex
    #[rasn(tag(context, 0))]
    pub low: u32,
    /// numberOfElements
    #[rasn(tag(context, 1))]
    pub count: u32,
}

/// A selection with a name for the result.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct NamedSelection {
    /// componentName
    #[rasn(tag(context, 0))]
    pub name: Identifier,
    /// access
    pub access: AlternateSelection,
}

/// Read-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 4))]
pub struct ReadRequest {
    /// specificationWithResult
    #[rasn(tag(context, 0), default)]
    pub spec_with_result: bool,
    /// variableAccessSpecification
    #[rasn(tag(explicit(context, 1)))]
    pub specification: VariableAccessSpecification,
}

/// Read-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq)]
#[rasn(tag(context, 4))]
pub struct ReadResponse {
    /// variableAccessSpecification
    #[rasn(tag(explicit(context, 0)))]
    pub specification: Option<VariableAccessSpecification>,
    /// listOfAccessResult
    #[rasn(tag(context, 1))]
    pub results: SequenceOf<AccessResult>,
}

/// Write-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq)]
#[rasn(tag(context, 5))]
pub struct WriteRequest {
    /// variableAccessSpecification
    pub specification: VariableAccessSpecification,
    /// listOfData
    #[rasn(tag(context, 0))]
    pub data: SequenceOf<Data>,
}

/// Write-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate, tag(context, 5))]
pub struct WriteResponse(pub SequenceOf<WriteResult>);

/// What became of one write.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum WriteResult {
    /// failure
    #[rasn(tag(context, 0))]
    Failure(i32),
    /// success
    #[rasn(tag(context, 1))]
    Success(()),
}

/// InformationReport
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq)]
#[rasn(tag(context, 0))]
pub struct InformationReport {
    /// variableAccessSpecification
    pub specification: VariableAccessSpecification,
    /// listOfAccessResult
    #[rasn(tag(context, 0))]
    pub results: SequenceOf<AccessResult>,
}
