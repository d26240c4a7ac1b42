/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/date.h"

#include <stdio.h>

typedef struct {
    int year;
    int month;
    int day;
} civil;

static civil split(bil_date date)
{
    return (civil){.year = date / 10000, .month = date / 100 % 100, .day = date % 100};
}

static bil_date join(civil parts)
{
    return (bil_date)(parts.year * 10000 + parts.month * 100 + parts.day);
}

/* Gregorian leap years. */
static int month_days(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* `count` digits as a number, -1 when one is no digit. */
static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool bil_date_parse(bil_date *out, const char *text, size_t size)
{
    if (size != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    civil parts = {digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)};
    if (parts.year < 1900 || parts.year > 2199 || parts.month < 1 || parts.month > 12) {
        return false;
    }
    if (parts.day < 1 || parts.day > month_days(parts.year, parts.month)) {
        return false;
    }
    *out = join(parts);
    return true;
}

void bil_date_format(char *out, size_t size, bil_date date)
{
    BIL_ASSERT(size >= 11);
    if (date <= 0) {
        out[0] = '\0';
        return;
    }
    civil parts = split(date);
    (void)snprintf(out, size, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

void bil_date_format_words(char *out, size_t size, bil_date date, bil_lang lang)
{
    static const char *const names[2][12] = {
        {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
         "settembre", "ottobre", "novembre", "dicembre"},
        {"January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"}};
    BIL_ASSERT(size >= 32);
    civil parts = split(date);
    if (date <= 0 || parts.month < 1 || parts.month > 12) {
        out[0] = '\0';
        return;
    }
    const char *name = names[lang == BIL_LANG_IT ? 0 : 1][parts.month - 1];
    (void)snprintf(out, size, "%d %s %d", parts.day, name, parts.year);
}

bil_date bil_date_add_months(bil_date date, int months)
{
    BIL_ASSERT(months >= 0);
    if (date <= 0) {
        return date;
    }
    civil parts = split(date);
    int count = parts.month - 1 + months % 12;
    parts.year += months / 12 + count / 12;
    parts.month = count % 12 + 1;
    int last = month_days(parts.year, parts.month);
    parts.day = parts.day > last ? last : parts.day;
    return join(parts);
}

bil_date bil_date_add_days(bil_date date, int days)
{
    BIL_ASSERT(days >= 0);
    if (date <= 0) {
        return date;
    }
    civil parts = split(date);
    int left = days;
    while (left > month_days(parts.year, parts.month) - parts.day) {
        left -= month_days(parts.year, parts.month) - parts.day + 1;
        parts.day = 1;
        parts.month++;
        if (parts.month > 12) {
            parts.month = 1;
            parts.year++;
        }
    }
    parts.day += left;
    return join(parts);
}

/* Days since 1 March of the year 0: years begin in March, so that leap days come last. */
static int day_number(bil_date date)
{
    civil parts = split(date);
    int year = parts.month > 2 ? parts.year : parts.year - 1;
    int month = parts.month > 2 ? parts.month - 3 : parts.month + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + parts.day - 1;
}

int bil_date_days_between(bil_date from, bil_date to)
{
    return from <= 0 || to <= 0 ? 0 : day_number(to) - day_number(from);
}

bool bil_validity_holds(bil_validity validity, bil_date date)
{
    return (validity.from == 0 || date >= validity.from) &&
           (validity.to == 0 || date <= validity.to);
}
