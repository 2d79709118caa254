// Nothing is declared here.
/* Nor here. */
