/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as CSV: faults, or a table whose every cell is there. */
#include <string.h>

#include "data/csv.h"
#include "engine/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = {"code", "name_it", "price_cents"};
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_csv *table = NULL;
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    bil_status status =
        bil_csv_read(&table, (const char *)bytes, size,
                     (bil_csv_options){.file = "fuzz", .rows_max = 1000}, &faults, NULL);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT(status == BIL_OK || faults.errors > 0);
    if (status == BIL_OK) {
        size_t places[3];
        size_t total = 0;
        size_t columns = bil_csv_column_count(table);
        BIL_ASSERT(columns > 0 && columns <= BIL_CSV_COLUMNS_MAX);
        BIL_ASSERT(bil_csv_row_count(table) <= 1000);
        for (size_t row = 0; row < bil_csv_row_count(table); row++) {
            BIL_ASSERT(bil_csv_row_number(table, row) >= row + 2);
            for (size_t column = 0; column < columns; column++) {
                total += strlen(bil_csv_cell(table, row, column)) +
                         strlen(bil_csv_column(table, column));
            }
        }
        BIL_ASSERT(total <= size * (1 + bil_csv_row_count(table)));
        bool found = bil_csv_find_columns(places, table, names, 3, &faults);
        BIL_ASSERT(found || faults.errors > 0);
    }
    bil_csv_free(table);
    bil_arena_free(arena);
    return 0;
}
