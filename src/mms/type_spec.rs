//! Variable specifications: what getVariableAccessAttributes describes.
