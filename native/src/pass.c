/* Passing over JSON text without making values of it: in the quickest way, or so that what is
 * passed is well-formed as `scan.c` would have it. */
#include "core.h"

/* ------------------------------------------------------------------ whatever is wrong */

int
pass_string(Text *text)
{
    text->at++;
    for (;;) {
        const char *at = plain_end_in(text, text->at);
        if (at >= text->end) {
            return -1;
        }
        text->at = at + 1;
        if (*at == '"') {
            return 0;
        }
        if (*at == '\\') {
            text->at++;
            if (text->at >= text->end) {
                return -1;
            }
        }
    }
}

int
pass_value(Text *text)
{
    int depth = 0;
    while (text->at < text->end) {
        char character = *text->at;
        if (character == '"') {
            if (pass_string(text) < 0) {
                return -1;
            }
            continue;
        }
        if (depth == 0 && (character == ',' || character == '}' || character == ']')) {
            return 0;
        }
        depth += (character == '{' || character == '[') - (character == '}' || character == ']');
        text->at++;
    }
    return -1;
}

/* ------------------------------------------------------------------ well-formed */

/* Pass a character beyond ASCII: where it ends, or NULL if it is not UTF-8. */
static const char *
pass_character(const char *at, const char *end)
{
    unsigned char first = (unsigned char)at[0];
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4 || end - at <= more) {
        return NULL;
    }
    unsigned char second = (unsigned char)at[1];
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
        return NULL;
    }
    for (int i = 2; i <= more; i++) {
        if (((unsigned char)at[i] & 0xC0) != 0x80) {
            return NULL;
        }
    }
    return at + more + 1;
}

int
pass_valid_string(Text *text)
{
    const char *at = text->at + 1;
    for (;;) {
        at = plain_end_in(text, at);
        if (at >= text->end || (unsigned char)*at < 0x20) {
            return -1;
        }
        if (*at == '"') {
            text->at = at + 1;
            return 0;
        }
        at = *at == '\\' ? pass_escape(at + 1, text->end) : pass_character(at, text->end);
        if (at == NULL) {
            return -1;
        }
    }
}

int
pass_valid_key(Text *text)
{
    return text->at < text->end && *text->at == '"' && pass_valid_string(text) == 0
                   && scan_colon(text) == 0
               ? 0
               : -1;
}

/* The items of a container, at its bracket. */
static int
pass_items(Text *text, char closing)
{
    if (++text->depth > DEEPEST) {
        return -1;
    }
    text->at++;
    int more = scan_first(text, closing);
    while (more > 0) {
        int is_passed = (closing == ']' || pass_valid_key(text) == 0) && pass_valid(text) == 0;
        more = is_passed ? scan_next(text, closing) : -1;
    }
    text->depth--;
    return more;
}

int
pass_valid(Text *text)
{
    int is_float;
    if (text->at >= text->end) {
        return -1;
    }
    switch (*text->at) {
    case '"':
        return pass_valid_string(text);
    case '{':
        return pass_items(text, '}');
    case '[':
        return pass_items(text, ']');
    case 't':
        return pass_word(text, "true");
    case 'f':
        return pass_word(text, "false");
    case 'n':
        return pass_word(text, "null");
    default:
        return pass_number(text, &is_float);
    }
}
