/**
 * Which engine computed claims. It must be raised with every change of this package by which any facts can give other claims
 * or accounts than before under an unchanged pack, a repair included: then the change is offered, planned and put in force by
 * two persons like a new pack. What is only written otherwise keeps it.
 */
export const ENGINE_VERSION = 1;
