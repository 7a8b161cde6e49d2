"""A small, pure engine for case flows: a definition and a marking give a new marking.

Nothing in here knows the trade, Django or a database. ``definition`` holds the words a flow is written in,
``compile`` turns the tree into an indexed graph, ``engine`` moves a case, ``clocks`` says when promised time
starts, pauses and stops, ``soundness`` proves a definition, ``diagram`` and ``bpmn`` draw it.
"""
