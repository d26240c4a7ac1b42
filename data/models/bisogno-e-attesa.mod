# Quote per bisogno e attesa. Ognuno ha una parte dei fondi secondo i punti di bisogno; ogni anno di
# attesa la aumenta della metà, fino al doppio.
# Shares by need and wait: points of need, half as much again for each year waited, up to double.

set PERSONS;
param points{PERSONS};
param waiting{PERSONS};

var weight{PERSONS} >= 0;

s.t. share{p in PERSONS}:
    weight[p] = points[p] * min(2, 1 + waiting[p] / 730);

end;
