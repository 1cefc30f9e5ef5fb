# Written by hand before there was a poolsmith.yaml.
