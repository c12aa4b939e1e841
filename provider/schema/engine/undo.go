//go:build js && wasm

package main

import "slices"

// undo is what takes back changes that were made for a while.
type undo []func()

// run takes them back, the last one first.
func (u undo) run() {
	for _, back := range slices.Backward(u) {
		back()
	}
}

// set changes a value for a while.
func set[T any](u *undo, at *T, value T) {
	old := *at
	*u = append(*u, func() { *at = old })
	*at = value
}
