"""Solid things: cans, rings, lids and shells of metal, drawn with the camera and the sun of the hills."""
