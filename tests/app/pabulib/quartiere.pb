META
key;value
description;Un voto inventato, per le prove
country;Italia
unit;Nessun posto
instance;2026
num_projects;5
num_votes;6
budget;100
vote_type;cumulative
rule;greedy
currency;EUR
PROJECTS
project_id;cost;votes;score;name;selected
a;60;3;12;Una panchina, con l’ombra;1
b;50;3;11;"Un ""orto"" per tutti; anche d’inverno";0
c;40;3;8;Un campo da bocce;1
d;10.00;1;3;Libri;0
e;99.99;1;1;Una fontana;0
VOTES
voter_id;vote;points;age
v1;a,c;5,2;70
v2;a,b;4,1;31
v3;a,c;3,3;45
v4;b,c;5,3;22
v5;b,d;5,3;28
v6;e;1;90
