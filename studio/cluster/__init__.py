"""Films drawn on many machines: the asker cuts films into orders, workers draw them, a store keeps that.

An order is a run of beats of one film, as plain JSON with a key: the checksum of all that its frames hang on.
A worker draws it in a process of its own and puts the stretches into the store under that key; the asker
fetches all orders of a film and joins them. What is in the store is not drawn again, so an order may be
carried out twice, or by a worker that is lost afterwards, and nothing is harmed. Dask carries the orders: see
`dask_cluster`; nothing else here knows it.
"""
