# Somme mensili, zona per zona. A ogni zona va la stessa somma per punto di bisogno, e dentro la zona
# nessuno ha meno di oggi né più di quanto gli serve. Il modello cerca le somme più vicine alla parte
# giusta di ognuno.
# Monthly amounts, area by area: as near as possible to each one's part by need, within what the
# area's need gives it; nobody has less than today nor more than is of use.

set PERSONS;
param points{PERSONS};
param months{PERSONS};
param today{PERSONS};
param best{PERSONS};
param area{PERSONS} symbolic;
param total;

set AREAS := setof{p in PERSONS} area[p];

param needs := max(1e-6, sum{p in PERSONS} points[p] * months[p]);
param part{p in PERSONS} := total * points[p] / needs;
param most{p in PERSONS} := max(today[p], best[p]);

var amount{p in PERSONS} >= today[p], <= most[p];
var under{PERSONS} >= 0;
var over{PERSONS} >= 0;

minimize distance: sum{p in PERSONS} (under[p] + over[p]);

s.t. near{p in PERSONS}: amount[p] + under[p] - over[p] = part[p];

# An area may exceed its part only by what today's plans take already.
s.t. of_area{a in AREAS}:
    sum{p in PERSONS: area[p] = a} months[p] * amount[p]
        <= max(sum{p in PERSONS: area[p] = a} months[p] * part[p],
               sum{p in PERSONS: area[p] = a} months[p] * today[p]);

end;
