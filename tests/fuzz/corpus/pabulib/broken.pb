META
key;value
budget;"5
