//! Reasons for rejects and service errors by name (ISO 9506-2 §7.6, §8), for those who must send them.

use crate::error::{RejectReason, ServiceError};

/// Reject reasons.
pub mod reject {
    use super::RejectReason;

    /// confirmed-requestPDU: other
    pub const REQUEST_OTHER: RejectReason = RejectReason { kind: 1, code: 0 };
    /// confirmed-requestPDU: unrecognized-service
    pub const UNRECOGNIZED_SERVICE: RejectReason = RejectReason { kind: 1, code: 1 };
    /// confirmed-requestPDU: unrecognized-modifier
    pub const UNRECOGNIZED_MODIFIER: RejectReason = RejectReason { kind: 1, code: 2 };
    /// confirmed-requestPDU: invalid-invokeID
    pub const INVALID_INVOKE_ID: RejectReason = RejectReason { kind: 1, code: 3 };
    /// confirmed-requestPDU: invalid-argument
    pub const INVALID_ARGUMENT: RejectReason = RejectReason { kind: 1, code: 4 };
    /// confirmed-requestPDU: max-serv-outstanding-exceeded
    pub const MAX_SERV_OUTSTANDING_EXCEEDED: RejectReason = RejectReason { kind: 1, code: 6 };
    /// pdu-error: unknown-pdu-type
    pub const UNKNOWN_PDU_TYPE: RejectReason = RejectReason { kind: 5, code: 0 };
    /// pdu-error: invalid-pdu
    pub const INVALID_PDU: RejectReason = RejectReason { kind: 5, code: 1 };
    /// cancel-requestPDU: invalid-invokeID
    pub const CANCEL_INVALID_INVOKE_ID: RejectReason = RejectReason { kind: 6, code: 1 };
}

/// Service errors.
pub mod service_error {
    use super::ServiceError;

    const fn of(class: u8, code: i32) -> ServiceError {
        ServiceError::new(class, code)
    }

    /// vmd-state: other
    pub const VMD_STATE_OTHER: ServiceError = of(0, 0);
    /// definition: object-undefined
    pub const OBJECT_UNDEFINED: ServiceError = of(2, 1);
    /// definition: type-inconsistent
    pub const TYPE_INCONSISTENT: ServiceError = of(2, 4);
    /// definition: object-exists
    pub const OBJECT_EXISTS: ServiceError = of(2, 5);
    /// resource: other
    pub const RESOURCE_OTHER: ServiceError = of(3, 0);
    /// resource: capability-unavailable
    pub const CAPABILITY_UNAVAILABLE: ServiceError = of(3, 4);
    /// service: other
    pub const SERVICE_OTHER: ServiceError = of(4, 0);
    /// service: continuation-invalid
    pub const CONTINUATION_INVALID: ServiceError = of(4, 4);
    /// service: object-constraint-conflict
    pub const OBJECT_CONSTRAINT_CONFLICT: ServiceError = of(4, 5);
    /// access: object-access-unsupported
    pub const OBJECT_ACCESS_UNSUPPORTED: ServiceError = of(7, 1);
    /// access: object-non-existent
    pub const OBJECT_NON_EXISTENT: ServiceError = of(7, 2);
    /// access: object-access-denied
    pub const OBJECT_ACCESS_DENIED: ServiceError = of(7, 3);
    /// conclude: other
    pub const CONCLUDE_OTHER: ServiceError = of(9, 0);
    /// cancel: other
    pub const CANCEL_OTHER: ServiceError = of(10, 0);
    /// file: other
    pub const FILE_OTHER: ServiceError = of(11, 0);
    /// file: file-busy
    pub const FILE_BUSY: ServiceError = of(11, 2);
    /// file: filename-syntax-error
    pub const FILENAME_SYNTAX_ERROR: ServiceError = of(11, 3);
    /// file: position-invalid
    pub const POSITION_INVALID: ServiceError = of(11, 5);
    /// file: file-access-denied
    pub const FILE_ACCESS_DENIED: ServiceError = of(11, 6);
    /// file: file-non-existent
    pub const FILE_NON_EXISTENT: ServiceError = of(11, 7);
    /// file: duplicate-filename
    pub const DUPLICATE_FILENAME: ServiceError = of(11, 8);
}
