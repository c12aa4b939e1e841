//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// variable is the value of an input variable: texts as the command line gives them, one as a string and several as a list, or an
// object with a list or a map as HCL has it, which what the variable declares decides about the types of.
type variable struct{ cty.Value }

func (v *variable) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("{")) {
		var whole struct {
			Value ctyjson.SimpleJSONValue `json:"value"`
		}
		if err := json.Unmarshal(raw, &whole); err != nil {
			return err
		}
		v.Value = whole.Value.Value
		return nil
	}
	var texts []string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return err
	}
	v.Value = cty.ListValEmpty(cty.String)
	if len(texts) == 1 {
		v.Value = cty.StringVal(texts[0])
	} else if len(texts) > 1 {
		list := make([]cty.Value, len(texts))
		for i, text := range texts {
			list[i] = cty.StringVal(text)
		}
		v.Value = cty.ListVal(list)
	}
	return nil
}

func variables(in map[string]variable) map[string]cty.Value {
	out := make(map[string]cty.Value, len(in))
	for name, v := range in {
		out[name] = v.Value
	}
	return out
}
