-- The health of an object of MongoDB Atlas, as its status tells it. Argo CD lends scripts no library of strings.
local metadata, status, spec = obj.metadata, obj.status or {}, obj.spec or {}
local annotations = metadata.annotations or {}

local conditions, story = {}, ""
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
  if story == "" and condition.status == "False" and condition.message then
    story = condition.message
  end
end
local function holds(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end
local function is(health, message)
  return { status = health, message = message }
end

if metadata.deletionTimestamp ~= nil then
  return is("Progressing", "Being deleted. " .. story)
end
if annotations["mongodb.com/atlas-reconciliation-policy"] == "skip" then
  return is("Suspended", "Left alone: mongodb.com/atlas-reconciliation-policy is skip")
end
if holds("AnotherOperatorActs") then
  return is("Suspended", conditions.AnotherOperatorActs.message)
end

local ready = conditions.Ready
if ready == nil then
  return is("Progressing", "Waiting for the operator")
end
local observed = status.observedGeneration or ready.observedGeneration
if observed ~= nil and metadata.generation ~= nil and observed < metadata.generation then
  return is("Progressing", "The operator has not yet seen the new declaration")
end
if ready.status == "True" then
  local cluster = spec.deploymentSpec or spec.advancedClusterSpec or spec.clusterSpec or spec
  if cluster.paused == true then
    return is("Suspended", "The cluster is paused")
  end
  return is("Healthy", "As declared")
end
if holds("Stalled") then
  return is("Degraded", conditions.Stalled.message)
end
if holds("Reconciling") or story == "" then
  return is("Progressing", story ~= "" and story or "Being made true")
end
return is("Degraded", story)
