# Quote che guardano anche all'ISEE. Fino a 6.000 euro la parte è intera, poi cala, e da 40.000 in su
# è un quarto. Chi non ha un ISEE conta come chi ne ha 20.000.
# Shares that look at means too: whole up to 6,000 euro of ISEE, a quarter from 40,000 on.

set PERSONS;
param points{PERSONS};
param isee{PERSONS};

param means{p in PERSONS} := if isee[p] < 0 then 20000 else isee[p];
param part{p in PERSONS} := max(0.25, min(1, 1 - 0.75 * (means[p] - 6000) / 34000));

var weight{PERSONS} >= 0;

s.t. share{p in PERSONS}: weight[p] = points[p] * part[p];

end;
