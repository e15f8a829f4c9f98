module settlement/bench/numscript

go 1.24

require github.com/formancehq/numscript v0.0.16

require (
	github.com/antlr4-go/antlr/v4 v4.13.1 // indirect
	golang.org/x/exp v0.0.0-20240707233637-46b078467d37 // indirect
)
