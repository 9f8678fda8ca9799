/*
 * linked_list.h: singly linked lists.
 *
 * Made from src/ffi/linked_list by tests/headers.rs; do not edit.
 */

#ifndef LINKED_LIST_H_
#define LINKED_LIST_H_

#include "libiec61850_common_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A list, by its head: a node without an element. */
typedef struct sLinkedList *LinkedList;

/** A node of a list. */
struct sLinkedList {
  /** the element; NULL in the head */
  void *data;
  /** the next node, or NULL */
  struct sLinkedList *next;
};

/** Frees an element. */
typedef void (*LinkedListValueDeleteFunction)(void*);

#ifdef __cplusplus
}
#endif

#endif /* LINKED_LIST_H_ */
