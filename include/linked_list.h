/*
 * linked_list.h: the list in which the C interface hands out names and values. The layout is public.
 *
 * Made from src/ffi/linked_list by tests/headers.rs; do not edit.
 */

#ifndef LINKED_LIST_H_
#define LINKED_LIST_H_

#include "libiec61850_common_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A list, or a node of one. */
typedef struct sLinkedList *LinkedList;

/** A node. The list itself is a head node whose `data` is NULL; the elements follow from its `next`. */
struct sLinkedList {
  /** The element. */
  void *data;
  /** The next node, or NULL. */
  struct sLinkedList *next;
};

/** Frees an element of a list. */
typedef void (*LinkedListValueDeleteFunction)(void *arg1);

/** Makes an empty list. Destroy it with one of the `LinkedList_destroy…` functions. */
LIB61850_API LinkedList LinkedList_create(void);

/** Frees the list and frees every element with `free()`. NULL is nothing. */
LIB61850_API void LinkedList_destroy(LinkedList self);

/**
 * Frees the list and calls `valueDeleteFunction` for every element that is not NULL. Without a function the elements
 * stay as they are.
 */
LIB61850_API void LinkedList_destroyDeep(LinkedList self, LinkedListValueDeleteFunction valueDeleteFunction);

/** Frees the list but not its elements. NULL is nothing. */
LIB61850_API void LinkedList_destroyStatic(LinkedList self);

/** Appends `data`. The list stores the pointer only. */
LIB61850_API void LinkedList_add(LinkedList self, void *data);

/** Whether some element is this very pointer. */
LIB61850_API bool LinkedList_contains(LinkedList self, void *data);

/** Takes the first element that is this very pointer out of the list, without freeing it. False if there is none. */
LIB61850_API bool LinkedList_remove(LinkedList self, void *data);

/** The node of the element with this index, counted from 0. NULL beyond the end. */
LIB61850_API LinkedList LinkedList_get(LinkedList self, int index);

/** The next node, or NULL. From the list itself: the node of the first element. */
LIB61850_API LinkedList LinkedList_getNext(LinkedList self);

/** The node of the last element; the list itself if it is empty. */
LIB61850_API LinkedList LinkedList_getLastElement(LinkedList self);

/** Inserts `data` behind `listElement`, a node or the list itself. Returns the new node. */
LIB61850_API LinkedList LinkedList_insertAfter(LinkedList listElement, void *data);

/** How many elements follow this node; of the list itself, how many there are. */
LIB61850_API int LinkedList_size(LinkedList self);

/** The element of a node; NULL for the list itself. */
LIB61850_API void *LinkedList_getData(LinkedList self);

/** Prints the elements, which must be strings, to standard output, one a line. */
LIB61850_API void LinkedList_printStringList(LinkedList self);

#ifdef __cplusplus
}
#endif

#endif /* LINKED_LIST_H_ */
