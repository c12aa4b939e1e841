//go:build js && wasm

package main

import (
	"fmt"
	"runtime/debug"
)

// atOnce does two things side by side, waits for both, and answers the first's error before the second's. A panic in either
// is the caller's panic: left in a goroutine of its own, it would take the whole engine with it.
func atOnce(first, second func() error) error {
	var (
		err   error
		fault any
		done  = make(chan struct{})
	)
	go func() {
		defer close(done)
		defer func() {
			if r := recover(); r != nil {
				fault = fmt.Sprintf("%v\n%s", r, debug.Stack())
			}
		}()
		err = second()
	}()
	firstErr := guarded(first, done)
	if fault != nil {
		panic(fault)
	}
	if firstErr != nil {
		return firstErr
	}
	return err
}

// guarded waits for `done` however `f` ends.
func guarded(f func() error, done <-chan struct{}) error {
	defer func() { <-done }()
	return f()
}
