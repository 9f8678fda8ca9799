/* LinkedList: the head is a sentinel, elements are the caller's. */
#include "check.h"
#include "linked_list.h"

static int deleted;

static void count(void *element)
{
    free(element);
    deleted++;
}

int main(void)
{
    LinkedList list = LinkedList_create();
    CHECK(LinkedList_size(list) == 0);
    CHECK(LinkedList_getNext(list) == NULL);
    for (int i = 0; i < 5; i++) {
        char *text = malloc(8);
        snprintf(text, 8, "item %d", i);
        LinkedList_add(list, text);
    }
    CHECK(LinkedList_size(list) == 5);
    int index = 0;
    for (LinkedList element = LinkedList_getNext(list); element; element = LinkedList_getNext(element), index++)
        CHECK(((char *)LinkedList_getData(element))[5] == '0' + index);
    CHECK(index == 5);
    CHECK(strcmp(LinkedList_getData(LinkedList_get(list, 2)), "item 2") == 0);
    CHECK(LinkedList_get(list, 9) == NULL);
    void *third = LinkedList_getData(LinkedList_get(list, 2));
    CHECK(LinkedList_contains(list, third));
    CHECK(LinkedList_remove(list, third));
    CHECK(!LinkedList_remove(list, third));
    free(third);
    CHECK(LinkedList_size(list) == 4);
    LinkedList_destroyDeep(list, count);
    CHECK(deleted == 4);

    int numbers[] = {1, 2, 3};
    LinkedList borrowed = LinkedList_create();
    for (int i = 0; i < 3; i++)
        LinkedList_add(borrowed, &numbers[i]);
    LinkedList_destroyStatic(borrowed);
    return RESULT();
}
