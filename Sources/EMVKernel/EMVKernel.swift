// The contact kernel: what EMV Books 1, 3 and 4 draw as a diagram, one value for each phase.
//
// A phase is given the store of the transaction, answers each card response with one step, and
// hands the store back when it has finished. It sends nothing, waits for nothing and knows no time:
// a driver of ten lines does that (each phase shows its own). A card that is pulled ends the
// driver's loop by the error of its `send`; the phase is simply dropped.
//
// `Sources/ChipTransaction` strings the phases together, once for firmware, tools and tests. In its
// words a transaction is: selection and initiation, with the way back when a card refuses to start
// (6985); offline data authentication; processing restrictions; cardholder verification; risk
// management; action analysis and the first cryptogram; then, unless that was the end, the center,
// issuer authentication, scripts, the second cryptogram and the last scripts.
//
// The intent is durable before the center is asked, with field 55 and with what its reversal needs.
// Whatever fails after the center has approved is a decline by the card, to be reversed.
