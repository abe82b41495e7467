"""The hiker's things: rucksack, tools, compass, altimeter, and the hiker."""
