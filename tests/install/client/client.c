/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <bilancia.h>
#include <stdio.h>

int main(void)
{
    return puts(bil_version()) < 0;
}
