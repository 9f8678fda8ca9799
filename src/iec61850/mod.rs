//! The ACSI client (IEC 61850-7-2 over IEC 61850-8-1). No C types.
