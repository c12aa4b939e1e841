module github.com/apparentlymart/go-textseg/v13

go 1.26

require github.com/apparentlymart/go-textseg/v15 v15.0.0
