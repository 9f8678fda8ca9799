//! mms_type_spec.h: access to the type of a variable.
