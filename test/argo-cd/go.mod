module atlas-iac/test/argo-cd

go 1.25.0

require github.com/yuin/gopher-lua v1.1.1
