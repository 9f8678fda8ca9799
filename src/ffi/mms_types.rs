//! mms_types.h: the variable specification as C sees it. Its layout is public and packed.

use std::ffi::{c_char, c_int};

use super::mms_common::MmsType;
use super::support::memory::{free, malloc_text};
use super::support::text;
use crate::mms::type_spec::{TypeKind, TypeSpec};

/// One of the values of [`crate::ffi::enums::MmsValueIndication`].
pub type MmsValueIndication = c_int; // C enum

/// Depth at which a tree from C is taken for a cycle.
const MAX_DEPTH: u32 = 64;

/// Type of a named variable or of a component of one. Trees that this library returns are freed with
/// `MmsVariableSpecification_destroy`.
#[derive(Clone, Copy)]
#[repr(C, packed)]
pub struct MmsVariableSpecification {
    /// Kind of the type; decides which member of `typeSpec` holds.
    pub r#type: MmsType,
    /// Name of the component or variable; NULL for elements of arrays.
    pub name: *mut c_char,
    /// What the kind needs to know.
    pub typeSpec: uMmsTypeSpecification,
}

/// Elements of an array.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct sMmsArray {
    /// How many.
    pub elementCount: c_int,
    /// Their type.
    pub elementTypeSpec: *mut MmsVariableSpecification,
}

/// Components of a structure.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct sMmsStructure {
    /// How many.
    pub elementCount: c_int,
    /// An array of pointers to their types.
    pub elements: *mut *mut MmsVariableSpecification,
}

/// Format of a floating point number.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct sMmsFloat {
    /// Bits of the exponent: 8 or 11.
    pub exponentWidth: u8,
    /// Bits of the whole number: 32 or 64.
    pub formatWidth: u8,
}

/// Details of a type, by kind. A negative size is an upper bound, a positive one exact.
#[derive(Clone, Copy)]
#[repr(C)]
pub union uMmsTypeSpecification {
    /// array
    pub array: sMmsArray,
    /// structure
    pub structure: sMmsStructure,
    /// boolean: unused
    pub boolean: c_int,
    /// integer: bits
    pub integer: c_int,
    /// unsigned: bits
    pub unsignedInteger: c_int,
    /// floating-point
    pub floatingpoint: sMmsFloat,
    /// bit-string: bits
    pub bitString: c_int,
    /// octet-string: octets
    pub octetString: c_int,
    /// visible-string: octets
    pub visibleString: c_int,
    /// mMSString: characters
    pub mmsString: c_int,
    /// utc-time: unused
    pub utctime: c_int,
    /// binary-time: 4 or 6 octets
    pub binaryTime: c_int,
}

const _: () = assert!(size_of::<usize>() != 8 || size_of::<MmsVariableSpecification>() == 28);

impl MmsVariableSpecification {
    /// The first number of the details: size, bits or count, whatever the kind.
    pub(crate) fn number(&self) -> c_int {
        // SAFETY: the union starts with an int in all but one member, and any octets are an int.
        unsafe { self.typeSpec.integer }
    }

    /// Exponent width and format width of a floating-point type.
    pub(crate) fn float(&self) -> sMmsFloat {
        // SAFETY: any octets are a pair of small numbers.
        unsafe { self.typeSpec.floatingpoint }
    }

    /// The types of the components of a structure; none for other kinds.
    ///
    /// # Safety
    /// The tree is well-formed as C's contract wants it.
    pub(crate) unsafe fn components(&self) -> &[*mut MmsVariableSpecification] {
        if self.r#type != 1 {
            return &[];
        }
        // SAFETY: a structure's details are this member, and it points to that many pointers.
        unsafe {
            let structure = self.typeSpec.structure;
            let count = usize::try_from(structure.elementCount).unwrap_or(0);
            // A packed struct may stand anywhere, but C allocates this array like any other.
            if structure.elements.is_null() || count == 0 || !structure.elements.is_aligned() {
                return &[];
            }
            std::slice::from_raw_parts(structure.elements, count)
        }
    }

    /// The type of the elements of an array; NULL for other kinds.
    pub(crate) fn element(&self) -> *mut MmsVariableSpecification {
        // SAFETY: an array's details are this member.
        if self.r#type == 0 { unsafe { self.typeSpec.array }.elementTypeSpec } else { std::ptr::null_mut() }
    }

    /// The name without its NUL; empty for NULL.
    ///
    /// # Safety
    /// `name` is NULL or a C string.
    pub(crate) unsafe fn name_bytes(&self) -> &[u8] {
        // SAFETY: passed on to the caller.
        unsafe { text::bytes(self.name) }.unwrap_or_default()
    }
}

/// The core's type for a tree from C; `None` where something is missing or no kind of type.
///
/// # Safety
/// `spec` is NULL or a well-formed tree.
pub unsafe fn to_type_spec(spec: *const MmsVariableSpecification) -> Option<TypeSpec> {
    // SAFETY: passed on to the caller.
    unsafe { to_type_spec_at(spec, MAX_DEPTH) }
}

unsafe fn to_type_spec_at(spec: *const MmsVariableSpecification, depth: u32) -> Option<TypeSpec> {
    let depth = depth.checked_sub(1)?;
    // SAFETY: NULL or valid by the contract; packed, so no alignment is needed.
    let spec = unsafe { spec.as_ref() }?;
    let size = spec.number();
    let kind = match spec.r#type {
        0 => {
            // SAFETY: the element type belongs to the same well-formed tree.
            let element = unsafe { to_type_spec_at(spec.element(), depth) }?;
            TypeKind::Array { count: u32::try_from(size).ok()?, element: Box::new(element) }
        }
        1 => {
            // SAFETY: the components belong to the same well-formed tree.
            let elements: Option<Vec<_>> =
                unsafe { spec.components().iter().map(|&child| to_type_spec_at(child, depth)).collect() };
            TypeKind::Structure { elements: elements? }
        }
        2 => TypeKind::Boolean,
        3 => TypeKind::BitString(size),
        4 => TypeKind::Integer(size.clamp(0, 255) as u8),
        5 => TypeKind::Unsigned(size.clamp(0, 255) as u8),
        6 => TypeKind::Float { exponent: spec.float().exponentWidth, format: spec.float().formatWidth },
        7 => TypeKind::OctetString(size),
        8 => TypeKind::VisibleString(size),
        9 => TypeKind::GeneralizedTime,
        10 => TypeKind::BinaryTime(if size == 4 { 4 } else { 6 }),
        11 => TypeKind::Bcd(size),
        12 => TypeKind::ObjId,
        13 => TypeKind::MmsString(size),
        14 => TypeKind::UtcTime,
        _ => return None,
    };
    // SAFETY: names are C strings by the contract.
    Some(TypeSpec::new(unsafe { spec.name_bytes() }, kind))
}

/// A tree for C out of libc memory; NULL when memory is exhausted. The name of an array's element type is NULL.
pub fn from_type_spec(spec: &TypeSpec) -> *mut MmsVariableSpecification {
    let mut own = MmsVariableSpecification {
        r#type: spec.kind() as MmsType,
        name: if spec.name.is_empty() { std::ptr::null_mut() } else { malloc_text(&spec.name) },
        typeSpec: uMmsTypeSpecification {
            structure: sMmsStructure { elementCount: 0, elements: std::ptr::null_mut() },
        },
    };
    match &spec.kind {
        TypeKind::Array { count, element } => {
            own.typeSpec.array = sMmsArray {
                elementCount: c_int::try_from(*count).unwrap_or(c_int::MAX),
                elementTypeSpec: from_type_spec(element),
            };
        }
        TypeKind::Structure { elements } => {
            own.typeSpec.structure = malloc_components(elements);
        }
        TypeKind::Float { exponent, format } => {
            own.typeSpec.floatingpoint = sMmsFloat { exponentWidth: *exponent, formatWidth: *format };
        }
        TypeKind::Integer(bits) | TypeKind::Unsigned(bits) => own.typeSpec.integer = c_int::from(*bits),
        TypeKind::BinaryTime(len) => own.typeSpec.binaryTime = c_int::from(*len),
        TypeKind::BitString(size)
        | TypeKind::OctetString(size)
        | TypeKind::VisibleString(size)
        | TypeKind::Bcd(size)
        | TypeKind::MmsString(size) => own.typeSpec.integer = *size,
        TypeKind::Boolean | TypeKind::GeneralizedTime | TypeKind::ObjId | TypeKind::UtcTime => {}
    }
    // SAFETY: malloc gives NULL or room for the struct, which is written at once.
    unsafe {
        let memory = libc::malloc(size_of::<MmsVariableSpecification>()).cast::<MmsVariableSpecification>();
        if memory.is_null() {
            destroy_parts(&own);
        } else {
            memory.write_unaligned(own);
        }
        memory
    }
}

fn malloc_components(elements: &[TypeSpec]) -> sMmsStructure {
    let none = sMmsStructure { elementCount: 0, elements: std::ptr::null_mut() };
    let Ok(count) = c_int::try_from(elements.len()) else { return none };
    // SAFETY: calloc gives NULL or room for that many pointers (one at least), each of which is then written.
    unsafe {
        let array =
            libc::calloc(elements.len().max(1), size_of::<usize>()).cast::<*mut MmsVariableSpecification>();
        if array.is_null() {
            return none;
        }
        for (index, element) in elements.iter().enumerate() {
            array.add(index).write(from_type_spec(element));
        }
        sMmsStructure { elementCount: count, elements: array }
    }
}

/// Frees a tree that [`from_type_spec`] made; NULL is nothing.
///
/// # Safety
/// `spec` is NULL or a whole tree out of libc memory, not used afterwards.
pub unsafe fn destroy(spec: *mut MmsVariableSpecification) {
    if !spec.is_null() {
        // SAFETY: the tree is the caller's to free.
        unsafe {
            destroy_parts(&spec.read_unaligned());
            free(spec.cast());
        }
    }
}

unsafe fn destroy_parts(spec: &MmsVariableSpecification) {
    // SAFETY: the parts belong to the tree, each freed once.
    unsafe {
        for &child in spec.components() {
            destroy(child);
        }
        if spec.r#type == 1 {
            free(spec.typeSpec.structure.elements.cast());
        }
        destroy(spec.element());
        free(spec.name.cast());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_survive_the_way_through_c() {
        let leaf = |name: &str, kind| TypeSpec::new(name, kind);
        let spec = leaf(
            "Pos",
            TypeKind::Structure {
                elements: vec![
                    leaf("stVal", TypeKind::BitString(2)),
                    leaf("f", TypeKind::Float { exponent: 11, format: 64 }),
                    leaf(
                        "tab",
                        TypeKind::Array { count: 3, element: Box::new(leaf("", TypeKind::BinaryTime(6))) },
                    ),
                    leaf("none", TypeKind::Structure { elements: vec![] }),
                    leaf("d", TypeKind::VisibleString(-255)),
                ],
            },
        );
        let tree = from_type_spec(&spec);
        // SAFETY: the tree has just been made.
        unsafe {
            assert_eq!(to_type_spec(tree), Some(spec));
            assert_eq!((*tree).components().len(), 5);
            destroy(tree);
        }
    }
}
