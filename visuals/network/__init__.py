"""Pictures of neural networks: lamps, wires, images, knobs and matrices."""
