//! The confirmed services: build a request, read a request, build an answer, read an answer.
